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
import org.ducksoup.bench.load.Scene;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.bench.server.OwnServer;

/** A flame graph of our own server while a load is measured, by async-profiler. */
final class Profile implements Scene.Watch {
    /** What the flame graph is of. */
    enum Of {
        time("event=itimer,interval=1ms"),
        joins("event=itimer,interval=1ms"),
        alloc("event=alloc,alloc=16k,total");

        private final String options;

        Of(String options) {
            this.options = options;
        }
    }

    private final Of of;
    private final VirtualMachine machine;
    private final Path library;
    private final Path directory;

    private Profile(Of of, VirtualMachine machine, Path library, Path directory) {
        this.of = of;
        this.machine = machine;
        this.library = library;
        this.directory = directory;
    }

    /**
     * Prepares it.
     *
     * @param server only this version's server is profiled
     * @param directory gets {@code profile.html} and, for other tools, {@code profile.collapsed}
     */
    static Scene.Watch of(MeasuredServer server, Path directory, Of of) throws LoadFailure {
        if (!(server instanceof OwnServer own) || !own.name().equals(OwnServer.THIS)) {
            return NOBODY;
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
            return new Profile(
                    of, VirtualMachine.attach(Long.toString(own.pid())), library, directory.toAbsolutePath());
        } catch (IOException | AttachNotSupportedException e) {
            throw new LoadFailure("--profile: the server cannot be profiled: " + e.getMessage(), e);
        }
    }

    private void command(String text) throws LoadFailure {
        try {
            machine.loadAgentPath(library.toString(), text);
        } catch (IOException | AgentLoadException | AgentInitializationException e) {
            throw new LoadFailure("--profile: async-profiler refused " + text + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean joins() {
        return of == Of.joins;
    }

    @Override
    public void begin() throws LoadFailure {
        command("start,threads," + of.options);
    }

    @Override
    public void end() throws LoadFailure {
        command("dump,total,file=" + directory.resolve("profile.collapsed") + ",collapsed");
        command("stop,file=" + directory.resolve("profile.html") + ",title=ducksoup");
        try {
            machine.detach();
        } catch (IOException e) {
            throw new LoadFailure("--profile: the server does not let go of the profiler: " + e.getMessage(), e);
        }
    }
}
