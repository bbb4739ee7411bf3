package org.ducksoup.itest.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/cluster/compose.cluster.yaml}. */
final class ComposeFile {
    static final int SERVERS = 3;

    /** {@code ${NAME:?}} is required, {@code ${NAME:-value}} is optional. */
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Z_]+):(\\?|-[^}]*)}");

    private final String text;

    ComposeFile() throws IOException {
        text = Files.readString(Project.ROOT.resolve("docs/cluster/compose.cluster.yaml"));
    }

    /** The comment at its top. */
    String head() {
        return text.substring(0, text.indexOf("x-server:"));
    }

    /** What an operator has to write in {@code .env}. */
    Set<String> required() {
        return SUBSTITUTION
                .matcher(text)
                .results()
                .filter(match -> match.group(2).equals("?"))
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The file as JSON. */
    JsonNode document(Map<String, String> dotEnv) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root = new Yaml(new SafeConstructor(options))
                .load(SUBSTITUTION.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, dotEnv))));
        return new ObjectMapper().valueToTree(root);
    }

    private static String value(MatchResult match, Map<String, String> dotEnv) {
        String fallback = match.group(2).equals("?") ? "" : match.group(2).substring(1);
        return dotEnv.getOrDefault(match.group(1), fallback);
    }

    static String server(int number) {
        return "lab" + (number + 1);
    }

    /** The environment of a service. */
    static Map<String, String> environment(JsonNode document, String service) {
        Map<String, String> environment = new TreeMap<>();
        document.path("services")
                .path(service)
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return environment;
    }
}
