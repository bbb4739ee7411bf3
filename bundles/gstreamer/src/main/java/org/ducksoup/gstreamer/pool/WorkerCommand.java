package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.gstreamer.worker.Worker;

/**
 * The command that starts a worker: Java with little memory, and around it bubblewrap, where it is wanted. In the sandbox there is
 * the system without what belongs to the server: no network, no other process, no file but the system's, the effects' own and an
 * empty directory that vanishes with the worker.
 */
final class WorkerCommand {
    private static final Path ROOT = Path.of("/");
    private static final Path DEVICES = Path.of("/dev");
    private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");
    private static final List<String> CONFIGURATION = List.of(
            "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "java-17-openjdk");
    /** The only directory of a sandbox that can be written to. */
    private static final String SCRATCH = "/scratch";
    /** Of the memory that files take. */
    private static final String MAX_SCRATCH = Integer.toString(64 << 20);

    private final WorkerSettings settings;
    private final WorkerFiles files;

    WorkerCommand(WorkerSettings settings, WorkerFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /** @param directory of this worker, with the server's socket in it */
    ProcessBuilder of(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        if (!settings.user().isEmpty()) {
            command.addAll(List.of(
                    "setpriv",
                    "--reuid",
                    settings.user(),
                    "--regid",
                    files.group(settings.user()),
                    "--clear-groups",
                    "--inh-caps=-all"));
        }
        if (settings.sandboxed()) {
            Path filter = files.filter();
            if (filter != null) {
                command.addAll(List.of("/bin/sh", "-c", "exec bwrap --seccomp 3 \"$@\" 3<\"$0\"", filter.toString()));
            } else {
                command.add("bwrap");
            }
            command.addAll(sandbox(directory));
        } else {
            // Unlike the end of its socket, this also ends a worker that is stopped.
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--no-new-privs"));
        }
        command.addAll(List.of("prlimit", "--core=0", "--"));
        command.addAll(java(directory));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(scratch(directory)));
        return builder;
    }

    /** The directory that the worker may write to, as it sees it. */
    private String scratch(Path directory) {
        return settings.sandboxed() ? SCRATCH : directory.toString();
    }

    private Map<String, String> environment(String scratch) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        variables.put("LANG", "C.UTF-8");
        variables.put("HOME", scratch);
        variables.put("TMPDIR", scratch);
        variables.put("GST_REGISTRY_FORK", "no");
        Path registry = files.registry();
        if (registry != null) {
            variables.put("GST_REGISTRY", registry.toString());
            variables.put("GST_REGISTRY_UPDATE", "no");
        }
        for (String name : List.of("GST_PLUGIN_PATH", "GST_PLUGIN_SYSTEM_PATH", "GST_DEBUG", "TZ")) {
            String value = System.getenv(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    private List<String> sandbox(Path directory) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--die-with-parent", "--unshare-all", "--new-session", "--cap-drop", "ALL", "--hostname", "worker"));
        readOnly(arguments, Path.of("/usr"));
        for (String name : SYSTEM) {
            Path path = ROOT.resolve(name);
            if (Files.isSymbolicLink(path)) {
                arguments.addAll(
                        List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
            } else if (Files.exists(path)) {
                readOnly(arguments, path);
            }
        }
        CONFIGURATION.forEach(name -> readOnly(arguments, Path.of("/etc", name)));
        arguments.addAll(List.of(
                "--proc", "/proc", "--dev", "/dev", "--size", MAX_SCRATCH, "--tmpfs", SCRATCH, "--chdir", SCRATCH));
        readOnly(arguments, Path.of(System.getProperty("java.home")));
        Stream.of("GST_PLUGIN_PATH", "GST_PLUGIN_SYSTEM_PATH")
                .map(System::getenv)
                .filter(path -> path != null && !path.isEmpty())
                .flatMap(path -> Stream.of(path.split(":")))
                .forEach(path -> readOnly(arguments, Path.of(path)));
        settings.readable().forEach(path -> readable(arguments, path));
        files.readOnly().forEach(path -> readOnly(arguments, path));
        readOnly(arguments, directory);
        arguments.addAll(List.of("--remount-ro", "/", "--"));
        return arguments;
    }

    /** A device is useless where it can only be read. */
    private static void readable(List<String> arguments, Path path) {
        if (path.startsWith(DEVICES)) {
            arguments.addAll(List.of("--dev-bind-try", path.toString(), path.toString()));
        } else {
            readOnly(arguments, path);
        }
    }

    private static void readOnly(List<String> arguments, Path path) {
        arguments.addAll(List.of("--ro-bind-try", path.toString(), path.toString()));
    }

    private List<String> java(Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xms8m",
                "-Xmx64m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m",
                "-XX:MaxMetaspaceSize=64m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:-UsePerfData",
                "-XX:-UseContainerSupport",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-XX:+DisableAttachMechanism",
                "-Xshare:auto",
                // By default the archive of Java's own classes is moved in memory at each start, which copies its
                // pages.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-Djava.io.tmpdir=" + scratch(directory),
                "-Dorg.slf4j.simpleLogger.showDateTime=false",
                "-Dorg.slf4j.simpleLogger.showThreadName=false",
                "-Dorg.slf4j.simpleLogger.showShortLogName=true"));
        command.addAll(
                List.of("-cp", files.classPath().stream().map(Path::toString).collect(Collectors.joining(":"))));
        command.add(Worker.class.getName());
        command.add(directory.resolve(WorkerFiles.SOCKET).toString());
        return command;
    }
}
