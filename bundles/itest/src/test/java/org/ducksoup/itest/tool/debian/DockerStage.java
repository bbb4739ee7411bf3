package org.ducksoup.itest.tool.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.Project;

/** Executes one stage of a Dockerfile in an empty Debian, without a Docker engine. */
public final class DockerStage implements AutoCloseable {
    private final DebianRoot debian;
    private final List<DockerStage> before;
    private final Map<String, String> variables = new HashMap<>();
    private final StringBuilder printed = new StringBuilder();
    private String name = "";
    private String directory = "/";
    private String entry = "";
    private String health = "";

    /** @param before earlier stages, from which it may copy */
    public DockerStage(DebianRoot debian, DockerStage... before) {
        this.debian = debian;
        this.before = List.of(before);
    }

    /** @param user variables of the user who builds, such as a proxy */
    public void build(Dockerfile.Stage stage, Map<String, String> user) throws Exception {
        assertThat(stage.base()).isEqualTo("debian:bookworm-slim");
        name = stage.name();
        variables.put("HOME", "/root");
        for (Dockerfile.Step step : stage.steps()) {
            String what = step.argument();
            switch (step.instruction()) {
                case "RUN" -> {
                    Map<String, String> all = new HashMap<>(user);
                    all.putAll(variables);
                    printed.append(debian.shell(what, directory, all)).append('\n');
                }
                case "COPY" -> copy(what.split("\\s+"));
                case "WORKDIR" -> {
                    directory = what;
                    Files.createDirectories(debian.path(directory));
                }
                case "ENV" -> {
                    for (String pair : what.split("\\s+")) {
                        variables.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
                    }
                }
                case "HEALTHCHECK" -> health = what.substring(what.indexOf("CMD ") + 4);
                case "ENTRYPOINT" -> entry = what.replaceAll("[\\[\\]\"]", "");
                case "VOLUME", "EXPOSE" -> assertThat(what).isNotEmpty();
                default -> throw new AssertionError("a step of another kind: " + step);
            }
        }
    }

    private void copy(String[] arguments) throws Exception {
        if (arguments[0].startsWith("--from=")) {
            String wanted = arguments[0].substring("--from=".length());
            DockerStage source = before.stream()
                    .filter(stage -> stage.name.equals(wanted))
                    .findFirst()
                    .orElseThrow();
            debian.take(source.debian.path(arguments[1]), arguments[2]);
        } else {
            assertThat(arguments).containsExactly(".", ".");
            copyCheckout(debian.path(directory));
        }
    }

    /**
     * The files that a commit of everything would contain, without those that .dockerignore names. It is like a fresh
     * clone, without build results.
     */
    private static void copyCheckout(Path target) throws Exception {
        List<String> ignored = Files.readAllLines(Project.ROOT.resolve(".dockerignore"));
        for (String file : tracked()) {
            Path source = Project.ROOT.resolve(file);
            if (Files.exists(source) && !isIgnored(file, ignored)) {
                Path copy = target.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Understands the patterns that .dockerignore uses: a name at the root, or anywhere. */
    public static boolean isIgnored(String file, List<String> patterns) {
        List<String> names = List.of(file.split("/"));
        return patterns.stream().filter(pattern -> !pattern.isBlank()).anyMatch(pattern -> {
            String ignored = pattern.replaceFirst("^\\*\\*/", "");
            assertThat(ignored).as("a pattern this test knows").doesNotContain("*", "/", "!", "#");
            return pattern.equals(ignored) ? names.get(0).equals(ignored) : names.contains(ignored);
        });
    }

    private static List<String> tracked() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(Project.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as("git ls-files").isZero();
        List<String> files = new ArrayList<>(List.of(names.split("\0")));
        assertThat(files).contains("ducksoup", "pom.xml");
        return files;
    }

    public DebianRoot debian() {
        return debian;
    }

    /** The output of its commands. */
    public String printed() {
        return printed.toString();
    }

    public String directory() {
        return directory;
    }

    /** The environment of the image. */
    public Map<String, String> variables() {
        Map<String, String> ofTheImage = new HashMap<>(variables);
        ofTheImage.remove("HOME");
        return ofTheImage;
    }

    public String entry() {
        return entry;
    }

    public String health() {
        return health;
    }

    @Override
    public void close() throws IOException {
        debian.close();
    }
}
