package org.ducksoup.recording.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.ducksoup.api.media.MediaKind;

/**
 * A line of an {@link IndexFile}.
 *
 * @param frame number in the media file, or -1 if the frame was left out of it
 * @param timeNanos in the media file, or -1 if the frame was left out of it
 * @param captureNanos on the timeline; negative before its begin
 */
public record IndexRow(MediaKind kind, long frame, long timeNanos, long captureNanos, long lostBefore) {
    private static final int COLUMNS = IndexFile.HEADER.split(",").length;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NUMBER_OR_NONE = Pattern.compile("[0-9]{0,18}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    public boolean isInFile() {
        return frame >= 0;
    }

    /**
     * Reads an index up to its end, or up to the first line that a crash has cut off or that is damaged.
     *
     * @return whether every line was read
     * @throws IOException if the index does not exist or cannot be read
     */
    public static boolean forEach(Path index, Consumer<IndexRow> reader) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(index, StandardCharsets.ISO_8859_1)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                if (!isWhole(cells)) {
                    return false;
                }
                reader.accept(of(cells));
            }
        }
        return true;
    }

    private static boolean isWhole(String[] cells) {
        return cells.length == COLUMNS
                && NUMBER_OR_NONE.matcher(cells[1]).matches()
                && NUMBER_OR_NONE.matcher(cells[2]).matches()
                && INTEGER.matcher(cells[4]).matches()
                && NUMBER.matcher(cells[8]).matches();
    }

    private static IndexRow of(String[] cells) {
        boolean left = cells[1].isEmpty() || cells[2].isEmpty();
        return new IndexRow(
                cells[0].equals(MediaKind.AUDIO.token()) ? MediaKind.AUDIO : MediaKind.VIDEO,
                left ? -1 : Long.parseLong(cells[1]),
                left ? -1 : Long.parseLong(cells[2]),
                Long.parseLong(cells[4]),
                Long.parseLong(cells[8]));
    }
}
