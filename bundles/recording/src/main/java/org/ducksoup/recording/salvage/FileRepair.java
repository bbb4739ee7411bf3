package org.ducksoup.recording.salvage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.FileFacts;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.manifest.FileInspector;
import org.ducksoup.recording.matroska.Ebml;
import org.ducksoup.recording.matroska.MatroskaHeader;
import org.ducksoup.recording.matroska.MatroskaReader;
import org.ducksoup.recording.ogg.OggPage;
import org.ducksoup.recording.ogg.OggReader;

/** Completes a file that a crash left: cuts the part that is half written, and adds duration, index and end. */
public final class FileRepair {
    private static final String HEADER = IndexFile.HEADER + "\n";

    /** The result for one file. */
    public enum Outcome {
        /** The file was complete. */
        WHOLE,
        REPAIRED,
        /** The file is being written. */
        IN_USE
    }

    /** Names that this bundle gives to media files. */
    private static final Pattern NAME = Pattern.compile(".*-(dry|wet)\\.(mkv|ogg)");

    /**
     * A recording writes about once a second. Where there are no locks, a recent change shows that another server is
     * writing the file.
     */
    private static final long QUIET_MILLIS = 5000;

    private FileRepair() {}

    /** Whether a media file has a name of this bundle. Files of a lab's recorder may lie beside it. */
    public static boolean isNamedAsOurs(Path media) {
        return NAME.matcher(String.valueOf(media.getFileName())).matches();
    }

    /**
     * Examines a file and completes it if necessary.
     *
     * @throws IOException if this bundle did not write it, if it holds nothing, or if it cannot be written
     */
    public static Outcome repair(Path file, InstantSource clock) throws IOException {
        return repair(file, clock, FileChannel::tryLock);
    }

    static Outcome repair(Path file, InstantSource clock, DiskFile.Locks locks) throws IOException {
        if (DiskFile.isWritten(file)) {
            return Outcome.IN_USE;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (isInUse(channel, file, clock, locks)) {
                return Outcome.IN_USE;
            }
            if (file.toString().endsWith(".csv")) {
                return repairIndex(channel, file);
            }
            FileFacts facts = FileInspector.inspect(file);
            if (facts.finished()) {
                return Outcome.WHOLE;
            }
            channel.truncate(facts.validLength());
            if (file.toString().endsWith(".ogg")) {
                byte[] last = OggReader.lastPage(file);
                write(channel, ByteBuffer.wrap(OggPage.asLast(last)), facts.validLength() - last.length);
            } else {
                finishMatroska(channel, MatroskaReader.read(file));
            }
            channel.force(true);
            return Outcome.REPAIRED;
        }
    }

    private static boolean isInUse(FileChannel channel, Path file, InstantSource clock, DiskFile.Locks locks)
            throws IOException {
        try {
            return locks.tryLock(channel) == null;
        } catch (OverlappingFileLockException e) {
            // An earlier version of this bundle is writing it in this process.
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            long age = clock.millis() - Files.getLastModifiedTime(file).toMillis();
            return age < QUIET_MILLIS;
        }
    }

    private static void finishMatroska(FileChannel channel, MatroskaReader content) throws IOException {
        long end = content.facts().validLength();
        if (end == MatroskaHeader.TRACKS_AT + MatroskaHeader.TRACKS_SPACE) {
            // Players refuse a file without any cluster.
            end = append(channel, new Ebml().master(0x1F43B675, cluster -> cluster.unsigned(0xE7, 0)), end);
        }
        if (!content.cues().isEmpty()) {
            long cuesAt = end - MatroskaHeader.SEGMENT_START;
            end = append(channel, content.cues().element(), end);
            write(channel, MatroskaHeader.seekHead(cuesAt), MatroskaHeader.SEEK_AT);
        }
        write(channel, MatroskaHeader.tracks(content.descriptions()), MatroskaHeader.TRACKS_AT);
        write(channel, MatroskaHeader.duration(content.durationTicks()), MatroskaHeader.DURATION_AT);
        write(channel, MatroskaHeader.size(end), MatroskaHeader.SIZE_AT);
    }

    /** A table ends with a whole line. */
    private static Outcome repairIndex(FileChannel channel, Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        String begin = new String(text, 0, Math.min(text.length, HEADER.length()), StandardCharsets.US_ASCII);
        if (!HEADER.startsWith(begin)) {
            throw new IOException("this is no index of ours");
        }
        int end = text.length;
        while (end > 0 && text[end - 1] != '\n') {
            end--;
        }
        if (end == text.length && end > 0) {
            return Outcome.WHOLE;
        }
        channel.truncate(end);
        if (end == 0) {
            write(channel, ByteBuffer.wrap(HEADER.getBytes(StandardCharsets.US_ASCII)), 0);
        }
        channel.force(true);
        return Outcome.REPAIRED;
    }

    private static long append(FileChannel channel, Ebml element, long end) throws IOException {
        write(channel, element.content(), end);
        return end + element.length();
    }

    private static void write(FileChannel channel, ByteBuffer content, long position) throws IOException {
        long at = position;
        while (content.hasRemaining()) {
            at += channel.write(content, at);
        }
    }
}
