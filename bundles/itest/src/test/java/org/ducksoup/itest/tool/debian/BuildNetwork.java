package org.ducksoup.itest.tool.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a build in a Debian of its own gets at Maven's and npm's repositories: as this machine does, whatever that is, as somebody
 * would tell Docker by its configuration. What was downloaded is kept for the next time.
 *
 * @param variables for its commands
 * @param described for the log
 */
public record BuildNetwork(Map<String, String> variables, String described) {
    /** If set here, set there. */
    private static final List<String> VARIABLES = List.of(
            "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS");

    /** If here, copied to there; authorities among them, which ca-certificates takes in when it is installed. */
    private static final List<String> FILES =
            List.of("/etc/npmrc", "/root/.npmrc", "/root/.m2/settings.xml", "/usr/local/share/ca-certificates");

    public static BuildNetwork prepare(DebianRoot debian) throws IOException {
        Path repository = debian.keep("/root/.m2/repository", "maven");
        debian.keep("/root/.m2/wrapper", "maven-wrapper");
        debian.keep("/root/.npm", "npm");
        boolean first = isEmpty(repository);
        // A fresh machine has none of the project's own, of this build or an older one.
        if (Files.exists(repository.resolve("org/ducksoup"))) {
            DebianRoot.delete(repository.resolve("org/ducksoup"));
        }
        for (String file : FILES) {
            copy(Path.of(file), debian.path(file));
        }
        Map<String, String> variables = new TreeMap<>();
        for (String name : VARIABLES) {
            if (System.getenv(name) != null) {
                variables.put(name, System.getenv(name));
            }
        }
        return new BuildNetwork(
                variables,
                first
                        ? "everything downloaded"
                        : "with Maven's and npm's files of an earlier run, without the project's own");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = from.equals(file) ? to : to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
