package org.ducksoup.itest.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.testkit.server.DirectoryTree;

/** Directories that are deleted when this JVM ends: a browser that is told to close goes on writing for a moment. */
public final class TemporaryDirectory {
    private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MADE.forEach(DirectoryTree::deleteIfPossible)));
    }

    private TemporaryDirectory() {}

    public static Path make(String prefix) throws IOException {
        Path directory = Files.createTempDirectory(prefix);
        MADE.add(directory);
        return directory;
    }
}
