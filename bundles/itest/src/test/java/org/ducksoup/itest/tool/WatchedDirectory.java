package org.ducksoup.itest.tool;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Notices every file that is created under a directory, also one that is deleted a moment later. */
public final class WatchedDirectory implements AutoCloseable {
    private final Map<WatchKey, Path> watched = new ConcurrentHashMap<>();
    private final Set<Path> seen = ConcurrentHashMap.newKeySet();
    private final WatchService service = FileSystems.getDefault().newWatchService();

    public WatchedDirectory(Path root) throws IOException {
        Files.createDirectories(root);
        watch(root);
        Thread thread = new Thread(this::run, "watch-" + root.getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    /** The files, without directories, that have a parent of this name. */
    public List<String> namesUnder(String parent) {
        return seen.stream()
                .map(Path::toString)
                .filter(name -> name.contains("/" + parent + "/"))
                .sorted()
                .toList();
    }

    private void watch(Path directory) throws IOException {
        watched.put(
                directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY),
                directory);
        // These files were created before the watch began.
        try (Stream<Path> there = Files.list(directory)) {
            for (Path path : (Iterable<Path>) there::iterator) {
                see(path);
            }
        }
    }

    private void see(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            seen.add(path);
        } else if (!watched.containsValue(path)) {
            watch(path);
        }
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (event.context() instanceof Path name) {
                        see(watched.get(key).resolve(name));
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The test is over.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
