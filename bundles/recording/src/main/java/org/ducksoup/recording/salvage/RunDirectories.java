package org.ducksoup.recording.salvage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ducksoup.recording.manifest.ManifestFile;

/** Finds the directories of runs. */
public final class RunDirectories {
    /**
     * {@code <start>-<run id>}. Pages choose the names of namespaces and interactions, which are directories, too, and
     * may be called {@code recordings}. They have no dot, so none of them is taken for a run.
     */
    private static final Pattern NAME = Pattern.compile("[0-9]{8}-[0-9]{6}\\.[0-9]{3}-([0-9a-f]{12})");

    private RunDirectories() {}

    /**
     * The directories of runs below a directory, or the directory itself if it is one.
     *
     * @throws IOException if the directory cannot be read
     */
    public static List<Path> below(Path directory) throws IOException {
        List<Path> runs = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return runs;
        }
        // The directory itself may be a link to another disk. No link below it is followed.
        Path real = directory.toRealPath();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes) {
                if (!isRun(found)) {
                    return FileVisitResult.CONTINUE;
                }
                runs.add(directory.resolve(real.relativize(found)));
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return runs;
    }

    private static boolean isRun(Path found) {
        return NAME.matcher(name(found)).matches()
                && (Files.exists(found.resolve(ManifestFile.NAME)) || Files.isDirectory(found.resolve("recordings")));
    }

    /** The id of a run, from the name of its directory. */
    public static String id(Path run) {
        return NAME.matcher(name(run)).replaceFirst("$1");
    }

    private static String name(Path directory) {
        return String.valueOf(directory.getFileName());
    }
}
