package org.ducksoup.gstreamer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerCommandTest {
    @TempDir
    private Path home;

    private List<String> command(boolean sandboxed, Path... readable) throws Exception {
        WorkerSettings settings = new WorkerSettings(
                1, false, WorkerSettings.Share.MEDIUM, 1 << 30, 200, sandboxed, "", List.of(readable));
        WorkerFiles files = WorkerFiles.in(home.resolve("workers"), directory -> List.of(directory.resolve("a.jar")));
        return new WorkerCommand(settings, files).of(files.directory(7)).command();
    }

    @Test
    void filesAreOnlyReadAndDevicesAreUsed() throws Exception {
        String command = String.join(" ", command(true, Path.of("/opt/models"), Path.of("/dev/dri")));
        assertThat(command)
                .contains("--ro-bind-try /opt/models /opt/models", "--dev-bind-try /dev/dri /dev/dri")
                .contains("--unshare-all", "--die-with-parent", "--cap-drop ALL")
                .endsWith(home.resolve("workers/worker-7/socket").toString());
    }

    /** Also then the kernel ends it with the server, and it gets no more rights. */
    @Test
    void withoutASandboxAWorkerEndsWithTheServer() throws Exception {
        assertThat(command(false)).containsSequence("setpriv", "--pdeathsig", "KILL", "--no-new-privs");
    }
}
