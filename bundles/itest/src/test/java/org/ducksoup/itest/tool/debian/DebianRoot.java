package org.ducksoup.itest.tool.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.server.DirectoryTree;

/**
 * An empty Debian in a directory, made by debootstrap, with the network of this machine. Each command runs with mounts
 * that end with it. Needs root. Packages come from the same source as this machine's own.
 */
public final class DebianRoot implements AutoCloseable {
    private static final String RELEASE = "bookworm";
    private static final long MAX_MINUTES = 30;

    /** Packages are kept between runs, so that only the first run downloads. */
    private static final Path CACHE = Project.ROOT.resolve("bundles/itest/target/debian");

    private final Path root;
    private final StringBuilder mounts = new StringBuilder();

    private DebianRoot(Path root) {
        this.root = root;
        mounts.append("mount -t proc proc " + root + "/proc && mount --rbind /dev " + root + "/dev && mount --bind "
                + CACHE.resolve("archives") + " " + root + "/var/cache/apt/archives");
    }

    /** Why this machine cannot make such a directory, or null. */
    public static String impossible() throws IOException, InterruptedException {
        if (!"0".equals(output("id", "-u"))) {
            return "needs root, for chroot and mount";
        }
        for (String tool : List.of("debootstrap", "unshare", "chroot", "apt-get")) {
            if (output("sh", "-c", "command -v " + tool + " || true").isEmpty()) {
                return "needs " + tool + " (apt-get install debootstrap)";
            }
        }
        return null;
    }

    public static DebianRoot make(String name) throws IOException, InterruptedException {
        Files.createDirectories(CACHE.resolve("archives/partial"));
        Path base = CACHE.resolve("base.tar");
        if (!Files.exists(base)) {
            Path fresh = Files.createTempDirectory("ducksoup-debian-");
            run(List.of("debootstrap", "--variant=minbase", RELEASE, fresh.toString(), mirror()), Map.of());
            Path part = CACHE.resolve("base.tar.part");
            run(List.of("tar", "-C", fresh.toString(), "-cf", part.toString(), "."), Map.of());
            Files.move(part, base);
            DirectoryTree.delete(fresh);
        }
        Path root = Files.createTempDirectory("ducksoup-" + name + "-");
        run(List.of("tar", "-C", root.toString(), "-xf", base.toString()), Map.of());
        // A temporary directory is readable by its owner only, but some users in it are not root.
        run(List.of("chmod", "755", root.toString()), Map.of());
        // The configuration of this machine's apt is copied as it is.
        run(
                List.of(
                        "sh",
                        "-c",
                        "cp -r /etc/apt/apt.conf.d/. " + root + "/etc/apt/apt.conf.d/; rm -f " + root
                                + "/etc/apt/apt.conf.d/docker-*; cp /etc/resolv.conf /etc/hosts " + root + "/etc/"),
                Map.of());
        return new DebianRoot(root);
    }

    private static String mirror() throws IOException, InterruptedException {
        String site = output(
                "sh",
                "-c",
                "apt-get indextargets --format '$(CODENAME) $(SITE)' | sed -n 's/^" + RELEASE + " //p' | head -1");
        assertThat(site).as("where apt gets " + RELEASE + " from").isNotEmpty();
        return site;
    }

    public Path path(String inside) {
        return root.resolve(inside.replaceFirst("^/", ""));
    }

    /** Runs a line of shell as root, in a directory inside this Debian. */
    public String shell(String line, String directory) throws IOException, InterruptedException {
        return shell(line, directory, Map.of());
    }

    public String shell(String line, String directory, Map<String, String> variables)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment());
        all.putAll(variables);
        return run(command("0:0", directory, line), all);
    }

    /** All files in this Debian, without mounted ones. */
    public int mebibytes() throws IOException, InterruptedException {
        String used = output("sh", "-c", "du -sxm " + root + " | cut -f1");
        return Integer.parseInt(used);
    }

    /** Copies the contents of a directory without changes. */
    public void take(Path directory, String target) throws IOException, InterruptedException {
        Files.createDirectories(path(target));
        run(List.of("cp", "-a", directory + "/.", path(target).toString()), Map.of());
    }

    /**
     * Removes manuals and translations, also of later packages, as Debian's slim images do. Empty directories of
     * manuals stay, because Java's package needs them.
     */
    public DebianRoot slim() throws IOException, InterruptedException {
        StringBuilder filters = new StringBuilder();
        for (String kind : List.of("doc", "info", "lintian/overrides", "locale", "man")) {
            filters.append("path-exclude /usr/share/").append(kind).append("/*\n");
            shell("test ! -d /usr/share/" + kind + " || find /usr/share/" + kind + " -not -type d -delete", "/");
        }
        filters.append("path-include /usr/share/doc/*/copyright\n");
        Files.writeString(path("/etc/dpkg/dpkg.cfg.d/docker"), filters);
        return this;
    }

    /**
     * Mounts a directory in all later commands. It is kept for the next run, and empty the first time.
     *
     * @return its path outside
     */
    public Path keep(String inside, String name) throws IOException {
        Path kept = CACHE.resolve(name);
        Files.createDirectories(kept);
        Files.createDirectories(path(inside));
        mounts.append(" && mount --bind ").append(kept).append(' ').append(path(inside));
        return kept;
    }

    /** Starts a line of shell as some user, and returns at once. */
    public Process start(String user, String directory, Map<String, String> variables, String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(user, directory, line))
                .redirectErrorStream(true)
                .redirectOutput(path("/tmp/out").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** The output of {@link #start}. */
    public String printed() throws IOException {
        return Files.readString(path("/tmp/out"));
    }

    private List<String> command(String user, String directory, String line) {
        // The command gets a namespace of mounts, which ends with the last process in it.
        String inside =
                "exec chroot --userspec=" + user + " " + root + " /bin/sh -c 'cd \"$0\" && eval \"$1\"' \"$1\" \"$2\"";
        return List.of("unshare", "--mount", "sh", "-c", mounts + " && " + inside, "sh", directory, line);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "DEBIAN_FRONTEND", "noninteractive",
                "LC_ALL", "C.UTF-8",
                "HOME", "/nonexistent");
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        if (!environment.isEmpty()) {
            builder.environment().clear();
            builder.environment().putAll(environment);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s", command.get(command.size() - 1), output.substring(Math.max(0, output.length() - 4000)))
                .isZero();
        return output.strip();
    }

    @Override
    public void close() throws IOException {
        DirectoryTree.delete(root);
    }
}
