package org.ducksoup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Resolver;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.table.SomeInputs;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The Dockerfile and compose.yaml use the settings, ports and directories of the server. */
class DockerFilesTest {
    private static final Path DOCKER = Path.of("../../karaf-assembly/docker");

    /** {@code ${NAME:?}} is required, {@code ${NAME:-value}} is optional. */
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Z_]+):(\\?|-[^}]*)}");

    /** Settings that an operator would write in .env. */
    private static final Map<String, String> DOT_ENV = Map.of(
            "DUCKSOUP_HOST", "lab.example",
            "DUCKSOUP_PUBLIC_IP", "192.0.2.7",
            "DUCKSOUP_ALLOWED_WS_ORIGINS", "https://lab.example",
            "DUCKSOUP_TEST_LOGIN", "anna",
            "DUCKSOUP_TEST_PASSWORD", "s3cret",
            "DUCKSOUP_TURN_SECRET", "a-long-random-text");

    private final String dockerfile = text(DOCKER.resolve("Dockerfile"));
    private final String compose = text(DOCKER.resolve("compose.yaml"));
    private final Map<String, Map<String, Object>> services = services(substituted(compose));

    @Test
    void theServerUnderstandsWhatItIsTold() {
        Map<String, String> environment = new TreeMap<>();
        Matcher variable = Pattern.compile("^(?:ENV)?\\s+(DUCKSOUP_[A-Z_]+)=(\\S+)", Pattern.MULTILINE)
                .matcher(dockerfile);
        while (variable.find()) {
            environment.put(variable.group(1), variable.group(2));
        }
        assertThat(environment).as("in the Dockerfile").isNotEmpty();
        Map<?, ?> composed = (Map<?, ?>) services.get("ducksoup").get("environment");
        composed.forEach((name, value) -> environment.put((String) name, (String) value));
        Resolution resolution = Resolver.resolve(SomeInputs.environment(environment));
        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.warnings()).isEmpty();
        assertThat(resolution.text(SettingsTable.TURN_ADDRESS)).isEqualTo("lab.example");
    }

    @Test
    void allThatHasToBeGivenIsNamedAtTheTop() {
        Set<String> required = SUBSTITUTION
                .matcher(compose)
                .results()
                .filter(match -> match.group(2).equals("?"))
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        String head = compose.substring(0, compose.indexOf("services:"));
        assertThat(required).isEqualTo(new TreeSet<>(DOT_ENV.keySet())).allSatisfy(name -> assertThat(head)
                .contains(name));
        assertThat(compose.replaceAll(SUBSTITUTION.pattern(), "")).doesNotContain("${");
    }

    @Test
    void portsAreThoseOfTheServer() {
        String web = SettingsTable.PORT.fallback();
        String media = SettingsTable.find(SettingsTable.TRANSPORT, "udpPort").fallback();
        assertThat(dockerfile).contains("EXPOSE " + web + "/tcp " + media + "/udp\n", "${DUCKSOUP_PORT:-" + web + "}");
        assertThat(list("ducksoup", "ports")).containsExactly(media + ":" + media + "/udp");
        assertThat((String) services.get("proxy").get("command"))
                .contains("--to ducksoup:" + web)
                .contains("--from lab.example");
        assertThat(list("proxy", "ports")).containsExactly("80:80", "443:443");
    }

    /** coturn listens at the addresses that participants receive, and has the same secret. */
    @Test
    void theRelayIsTheOneParticipantsAreToldOf() {
        Map<String, Object> turn = services.get("turn");
        assertThat(turn).containsEntry("network_mode", "host");
        assertThat(list("turn", "command"))
                .contains("--use-auth-secret", "--static-auth-secret=a-long-random-text", "--realm=lab.example")
                .noneMatch(argument -> argument.contains("listening-port"));
        assertThat(SettingsTable.find(SettingsTable.SFU, "turnPort").fallback())
                .as("coturn's own default")
                .isEqualTo("3478");
    }

    @Test
    void imageAndDirectoriesAreThere() throws IOException {
        Map<?, ?> build = (Map<?, ?>) services.get("ducksoup").get("build");
        Path context = DOCKER.resolve((String) build.get("context"));
        assertThat(Files.isSameFile(context.resolve((String) build.get("dockerfile")), DOCKER.resolve("Dockerfile")))
                .isTrue();
        assertThat(context.resolve(".dockerignore")).exists();
        assertThat(dockerfile).contains("WORKDIR /app\n", "mkdir -p data log plan-state plans plugins");
        assertThat(list("ducksoup", "volumes"))
                .containsExactly(
                        "./plugins:/app/plugins:ro",
                        "./plans:/app/plans:ro",
                        "./data:/app/data",
                        "./log:/app/log",
                        "./plan-state:/app/plan-state");
        assertThat(dockerfile)
                .contains("VOLUME [\"/app/" + SettingsTable.DATA_DIRECTORY.fallback() + "\", \"/app/log\", \"/app/"
                        + SettingsTable.PLANS_STATE_DIRECTORY.fallback() + "\"]")
                .contains("DUCKSOUP_LOG_FILE=log/");
    }

    private List<String> list(String service, String key) {
        return ((List<?>) services.get(service).get(key))
                .stream().map(String::valueOf).toList();
    }

    private static String substituted(String text) {
        Function<MatchResult, String> value = match -> match.group(2).equals("?")
                ? DOT_ENV.getOrDefault(match.group(1), "")
                : match.group(2).substring(1);
        return SUBSTITUTION.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value.apply(match)));
    }

    private static Map<String, Map<String, Object>> services(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Map<String, Map<String, Object>>> root = new Yaml(new SafeConstructor(options)).load(yaml);
        Map<String, Map<String, Object>> services = root.get("services");
        assertThat(services).containsOnlyKeys("ducksoup", "proxy", "turn");
        return services;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
