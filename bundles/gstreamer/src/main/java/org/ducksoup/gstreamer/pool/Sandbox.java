package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether bubblewrap works on this machine. */
final class Sandbox {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sandbox.class);
    private static final long MAX_SECONDS = 5;

    private Sandbox() {}

    /** The settings, without a sandbox if there can be none. The log says why. */
    static WorkerSettings tried(WorkerSettings wanted) {
        String problem = problem();
        if (problem.isEmpty()) {
            return wanted;
        }
        LOGGER.error(
                "Processes of effects cannot be put into a sandbox: {}. Install bubblewrap, and allow it to make user namespaces"
                        + " (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns).",
                problem);
        return wanted.withoutSandbox();
    }

    /** Why it does not work; empty if it does. */
    private static String problem() {
        try {
            Process process = new ProcessBuilder(
                            "bwrap",
                            "--unshare-all",
                            "--die-with-parent",
                            "--cap-drop",
                            "ALL",
                            "--ro-bind",
                            "/",
                            "/",
                            "--proc",
                            "/proc",
                            "--dev",
                            "/dev",
                            "/bin/true")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "bwrap hangs";
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "exit status " + process.exitValue() : said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
