package org.ducksoup.plan.assignment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.ducksoup.api.cluster.SharedLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the plans' state. On a server of a cluster, what all servers have counts, and this server's file is a copy of it: the first
 * server that is there after all were off brings its copy along.
 */
final class StateFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StateFile.class);

    private final Path path;
    private final @Nullable SharedLines shared;
    private PrivateFile file;

    private StateFile(Path path, PrivateFile file, @Nullable SharedLines shared) {
        this.path = path;
        this.file = file;
        this.shared = shared;
    }

    /** @param shared null on a server that is alone */
    static StateFile open(Path path, @Nullable SharedLines shared) throws IOException {
        return new StateFile(path, PrivateFile.open(path), shared);
    }

    private String name() {
        return String.valueOf(path.getFileName());
    }

    List<String> lines() throws IOException {
        List<String> here = file.lines();
        if (shared == null) {
            return here;
        }
        List<String> there = shared.lines(name());
        while (there.size() < here.size() && here.subList(0, there.size()).equals(there)) {
            // This server knows more: the others have started later, or anew.
            if (shared.add(name(), there.size(), here.subList(there.size(), here.size()))) {
                return here;
            }
            there = shared.lines(name());
        }
        if (!there.equals(here)) {
            copy(here, there);
        }
        return there;
    }

    private void copy(List<String> here, List<String> there) throws IOException {
        if (!there.subList(0, Math.min(here.size(), there.size())).equals(here)) {
            Path kept = path.resolveSibling(name() + "."
                    + Instant.ofEpochMilli(Files.getLastModifiedTime(path).toMillis())
                            .toString()
                            .replace(':', '-'));
            LOGGER.warn(
                    "{} says something else than the other servers of the cluster, whose state counts; what it said is in {}",
                    path,
                    kept);
            file.close();
            Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
            file = PrivateFile.open(path);
            file.add(text(there));
        } else {
            file.add(text(there.subList(here.size(), there.size())));
        }
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /**
     * Adds lines.
     *
     * @param known the lines that were there
     * @return false if another server has added some meanwhile: nothing was added
     */
    boolean add(List<String> known, String lines) throws IOException {
        if (shared != null && !shared.add(name(), known.size(), lines.lines().toList())) {
            return false;
        }
        file.add(lines);
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
