package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers need, made when the first one is needed: whether there can be a sandbox, and their files. A server without such
 * effects pays nothing. Thread-safe.
 */
final class Preparation {
    private static final Logger LOGGER = LoggerFactory.getLogger(Preparation.class);

    private final WorkerSettings wanted;
    private final Path home;
    private final Workers.Programs programs;

    // Guarded by this.
    private @Nullable Prepared prepared;
    private boolean closed;

    private volatile @Nullable String remark;

    /** @param settings without a sandbox where there can be none */
    record Prepared(WorkerSettings settings, WorkerFiles files, WorkerCommand command) {}

    /** @param home a directory for the files, which is emptied at once and at the end */
    Preparation(WorkerSettings wanted, Path home, Workers.Programs programs) throws IOException {
        this.wanted = wanted;
        this.home = home;
        this.programs = programs;
        WorkerFiles.delete(home);
    }

    synchronized Prepared get() throws IOException {
        Prepared known = prepared;
        if (known != null) {
            return known;
        } else if (closed) {
            throw new IOException("the server ends");
        }
        WorkerSettings settings = wanted;
        if (wanted.sandboxed()) {
            String problem = Sandbox.problem();
            if (!problem.isEmpty()) {
                settings = wanted.withoutSandbox();
                tell("Processes of effects cannot be put into a sandbox: " + problem
                        + ". Install bubblewrap, and allow it to make"
                        + " user namespaces (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)."
                        + " Until then");
            }
        } else {
            tell("workerSandbox is false, so");
        }
        WorkerFiles files = WorkerFiles.in(home, programs);
        Prepared made = new Prepared(settings, files, new WorkerCommand(settings, files));
        prepared = made;
        return made;
    }

    private void tell(String why) {
        String sentence = why
                + " the code of these effects can read what the server can read, open connections and start processes."
                + " Memory, processor time and progress are bounded all the same.";
        LOGGER.error(sentence);
        remark = sentence;
    }

    /** That there is no sandbox, and what is then not kept, as a sentence; empty if there is one, or if nobody needed it yet. */
    Optional<String> remark() {
        return Optional.ofNullable(remark);
    }

    synchronized void close() throws IOException {
        closed = true;
        WorkerFiles.delete(home);
    }
}
