package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.manifest.GapList.Gap;

/** The section of a manifest about the files of a run. It is made from the files on the disk, not from memory. */
public final class FileSection {
    private static final int BLOCK = 1 << 16;

    private FileSection() {}

    /** The media files of a run, in the order of their names. */
    public static List<Path> media(Path run) throws IOException {
        Path recordings = run.resolve("recordings");
        if (!Files.isDirectory(recordings)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(recordings)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** {@code dry} or {@code wet}, by the name of the file. */
    public static String tap(Path media) {
        return String.valueOf(media.getFileName()).contains("-wet.") ? "wet" : "dry";
    }

    public static Path index(Path run, Path media) {
        return run.resolve("index").resolve(media.getFileName() + IndexFile.SUFFIX);
    }

    /**
     * Sets {@code files} to the facts of each file. A file that cannot be read is listed with an error, and with its size
     * and checksum if these are known.
     *
     * @param manifest has participants and incidents, which explain the gaps
     */
    public static void fill(ObjectNode manifest, Path run) throws IOException {
        ArrayNode files = manifest.putArray("files");
        for (Path media : media(run)) {
            ObjectNode file = files.addObject();
            try {
                describe(file, run, media, manifest);
            } catch (IOException | RuntimeException e) {
                // A failure of one file must not keep the others from being listed.
                file.put("error", e.toString());
            }
        }
    }

    /**
     * The facts of one file, as {@code files} has them.
     *
     * @param manifest has participants and incidents, which explain the gaps
     */
    public static ObjectNode facts(Path run, Path media, ObjectNode manifest) throws IOException {
        ObjectNode file = ManifestFile.object();
        describe(file, run, media, manifest);
        return file;
    }

    private static void describe(ObjectNode file, Path run, Path media, ObjectNode manifest) throws IOException {
        String name = String.valueOf(media.getFileName());
        boolean wet = tap(media).equals("wet");
        file.put("path", "recordings/" + name);
        file.put("tap", tap(media));
        file.put("bytes", Files.size(media));
        file.put("sha256", sha256(media));
        Path index = index(run, media);
        List<Gap> gaps = List.of();
        if (Files.exists(index)) {
            file.put("index", "index/" + index.getFileName());
            gaps = GapList.read(index);
        }
        try {
            FileFacts facts = FileInspector.inspect(media);
            file.put("finished", facts.finished());
            long begin = facts.tracks().stream()
                    .filter(track -> track.frames() > 0)
                    .mapToLong(FileFacts.Track::offsetNanos)
                    .min()
                    .orElse(0);
            long end = facts.tracks().stream()
                    .mapToLong(FileFacts.Track::endNanos)
                    .max()
                    .orElse(0);
            file.put("offset", seconds(begin)).put("duration", seconds(Math.max(0, end - begin)));
            GapReasons reasons = GapReasons.of(manifest, name, wet);
            ArrayNode tracks = file.putArray("tracks");
            for (FileFacts.Track track : facts.tracks()) {
                describe(tracks.addObject(), track, gaps, reasons);
            }
        } catch (IOException e) {
            file.put("error", String.valueOf(e.getMessage()));
        }
    }

    private static void describe(ObjectNode entry, FileFacts.Track track, List<Gap> gaps, GapReasons reasons) {
        entry.put("kind", track.codec().kind().token());
        entry.put("codec", track.codec().encodingName().toLowerCase(Locale.ROOT));
        entry.put("frames", track.frames());
        entry.put("offset", seconds(track.offsetNanos()));
        entry.put("duration", seconds(track.endNanos() - track.offsetNanos()));
        ArrayNode list = entry.putArray("gaps");
        for (Gap gap : gaps) {
            if (gap.kind() == track.codec().kind()) {
                list.addObject()
                        .put("from", seconds(gap.fromNanos()))
                        .put("to", seconds(gap.toNanos()))
                        .put("lostFrames", gap.lostFrames())
                        .put("reason", reasons.of(gap));
            }
        }
    }

    /** Rounded to a tenth of a millisecond, which is the resolution of the files. */
    private static double seconds(long nanos) {
        return Math.round(nanos / 1e5) / 1e4;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
