package org.ducksoup.bench;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.bench.server.OwnServer;
import org.jspecify.annotations.Nullable;

/** A flame graph of a server's processor time, by async-profiler. */
final class Profile {
    private final @Nullable VirtualMachine machine;
    private final Path library;
    private final Path directory;

    private Profile(@Nullable VirtualMachine machine, Path library, Path directory) {
        this.machine = machine;
        this.library = library;
        this.directory = directory;
    }

    /**
     * Begins.
     *
     * @param server null for no profile; only our own servers can be profiled
     * @param directory gets {@code profile.html} and, for other tools, {@code profile.collapsed}
     */
    static Profile begin(@Nullable MeasuredServer server, Path directory) throws LoadFailure {
        if (!(server instanceof OwnServer own)) {
            return new Profile(null, directory, directory);
        }
        try {
            Files.createDirectories(directory);
            Path library = directory.resolve("libasyncProfiler.so").toAbsolutePath();
            String name = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
            try (InputStream packed = ClassLoader.getSystemResourceAsStream(name + "/libasyncProfiler.so")) {
                if (packed == null) {
                    throw new LoadFailure("--profile: there is no async-profiler for " + name + ".");
                }
                Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
            }
            VirtualMachine machine = VirtualMachine.attach(Long.toString(own.pid()));
            Profile profile = new Profile(machine, library, directory.toAbsolutePath());
            profile.command("start,event=itimer,interval=1ms");
            return profile;
        } catch (IOException | AttachNotSupportedException e) {
            throw new LoadFailure("--profile: the server cannot be profiled: " + e.getMessage(), e);
        }
    }

    private void command(String text) throws IOException {
        VirtualMachine attached = machine;
        if (attached == null) {
            return;
        }
        try {
            attached.loadAgentPath(library.toString(), text);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new IOException("async-profiler refused " + text, e);
        }
    }

    void end() throws IOException {
        command("dump,file=" + directory.resolve("profile.collapsed") + ",collapsed");
        command("stop,file=" + directory.resolve("profile.html") + ",title=ducksoup");
        if (machine != null) {
            machine.detach();
        }
    }
}
