package org.ducksoup.itest.tool.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ducksoup.testkit.server.DirectoryTree;

/**
 * Lets a build in a separate Debian reach the repositories of Maven and npm in the same way as this machine does.
 * Docker is configured in a similar way. Downloads are kept for the next run.
 *
 * @param variables environment variables for its commands
 * @param described a description for the log
 */
public record BuildNetwork(Map<String, String> variables, String described) {
    /** Variables that are set there if they are set here. */
    private static final List<String> VARIABLES = List.of(
            "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS");

    /**
     * Files that are copied if they exist. Certificates of authorities are among them; ca-certificates accepts them
     * when it is installed.
     */
    private static final List<String> FILES =
            List.of("/etc/npmrc", "/root/.npmrc", "/root/.m2/settings.xml", "/usr/local/share/ca-certificates");

    public static BuildNetwork prepare(DebianRoot debian) throws IOException {
        Path repository = debian.keep("/root/.m2/repository", "maven");
        debian.keep("/root/.m2/wrapper", "maven-wrapper");
        debian.keep("/root/.npm", "npm");
        boolean first = isEmpty(repository);
        // A fresh machine has no artifacts of the project itself, of this build or of an older one.
        if (Files.exists(repository.resolve("org/ducksoup"))) {
            DirectoryTree.delete(repository.resolve("org/ducksoup"));
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
