package org.ducksoup.itest.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The app in {@code docs/otree}, in Debian's Python with Django's templates, which read the same templates as oTree's. oTree
 * itself is not there: {@code src/test/otree} has what stands for it.
 */
public record OTreeApp(ObjectNode session, String participant, int group, int players, int place) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path APP = Project.ROOT.resolve("docs/otree/ducksoup_call");
    private static final Path STAND_IN = Path.of("src/test/otree").toAbsolutePath();

    /** A participant of a group of its own, whose pages use this server. Each group has a number of its own. */
    public static OTreeApp of(String ducksoup, String participant, int group) {
        ObjectNode session = JSON.createObjectNode().put("ducksoup_url", ducksoup);
        return new OTreeApp(session, participant, group, 1, 1)
                .with("call_size", 1)
                .with("call_seconds", 60);
    }

    /** With a value in the session's configuration. */
    public OTreeApp with(String key, Object value) {
        ObjectNode changed = session.deepCopy();
        changed.set(key, JSON.valueToTree(value));
        return new OTreeApp(changed, participant, group, players, place);
    }

    /** Another participant, in a place of a group of so many. */
    public OTreeApp inPlace(String other, int at, int of) {
        return new OTreeApp(session, other, group, of, at);
    }

    /** The page as oTree would send it. */
    public String page() {
        return said("page", world(), Map.of());
    }

    /** The page with a join token. */
    public String page(String secret) {
        return said("page", world(), Map.of("DUCKSOUP_JOIN_TOKEN_SECRET", secret));
    }

    /** What the page says to the player, if oTree's server has this secret for join tokens. */
    public JsonNode peerOptions(String secret) {
        String page = page(secret);
        Matcher told = Pattern.compile("var js_vars = (\\{.*\\});").matcher(page);
        if (!told.find()) {
            throw new AssertionError(page);
        }
        return parsed(told.group(1)).path("peerOptions");
    }

    /** What oTree would keep of a form that the page has posted: the fields of the player. */
    public JsonNode kept(String form) {
        return parsed(said("post", world().put("form", form), Map.of()));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The tests of the Python part. */
    public static String tests() {
        return run(List.of(STAND_IN.resolve("test_ducksoup_call.py").toString()), "", Map.of());
    }

    private ObjectNode world() {
        return JSON.createObjectNode()
                .put("participant", participant)
                .put("group", group)
                .put("players", players)
                .put("place", place)
                .set("session", session);
    }

    private static String said(String verb, JsonNode world, Map<String, String> environment) {
        List<String> arguments = List.of(STAND_IN.resolve("stand_in.py").toString(), APP.toString(), verb);
        return run(arguments, world.toString(), environment);
    }

    private static String run(List<String> arguments, String input, Map<String, String> environment) {
        List<String> command =
                Stream.concat(Stream.of("/usr/bin/python3"), arguments.stream()).toList();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ":\n" + said);
            }
            return said;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(command.toString(), e);
        }
    }
}
