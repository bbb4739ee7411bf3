package org.ducksoup.stats.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a report under a temporary name first, so that neither a reader nor a crash ever sees half a report. */
final class ReportFile {
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private ReportFile() {}

    static void write(Path directory, String html) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = directory.resolve("." + RunReport.NAME + ".tmp");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, MODE);
        Files.writeString(unfinished, html, StandardCharsets.UTF_8);
        Files.move(unfinished, directory.resolve(RunReport.NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
