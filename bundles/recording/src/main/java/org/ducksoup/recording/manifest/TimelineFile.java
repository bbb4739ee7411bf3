package org.ducksoup.recording.manifest;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.MarkSet;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.parts.CsvLine;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code timeline.csv} of a run: a line for each act of its plan, planned beside applied, and for each marker. Times are
 * seconds since the start of the interaction. Lines are gathered on the observer's thread and written on the disk's.
 */
final class TimelineFile {
    static final String NAME = "timeline.csv";

    static final String HEADER =
            "step,repetition,cause,planned_s,applied_s,frame_s,late_ms,user,role,act,target,value,over_s,deviation,"
                    + "problem\n";

    /** What may wait for a disk that does not answer. */
    private static final int MAX_WAITING = 1 << 20;

    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final StringBuilder waiting = new StringBuilder();
    private boolean full;
    private boolean writes;

    /** @return whether the event has a line */
    boolean add(InteractionEvent event) {
        if (event instanceof PlanStepDone done) {
            act(done);
            return true;
        } else if (event instanceof MarkSet set) {
            mark(set);
            return true;
        }
        return false;
    }

    private synchronized void act(PlanStepDone done) {
        PlanStepDone.Change change = done.change();
        add(CsvLine.of(List.of(
                done.step(),
                done.step().isEmpty() ? "" : Integer.toString(done.repetition()),
                done.cause(),
                seconds(done.due()),
                seconds(done.applied()),
                done.frame() == null ? "" : seconds(done.frame().at()),
                done.applied() == null ? "" : milliseconds(done.lateness()),
                text(done.scope().userId()),
                change.role(),
                change.act(),
                change.target(),
                change.value(),
                change.over().isZero() ? "" : seconds(change.over()),
                done.isDeviation() ? "1" : "0",
                text(done.problem()))));
    }

    /** A marker's name is the target, its data the value. */
    private synchronized void mark(MarkSet set) {
        String user = text(set.scope().userId());
        add(CsvLine.of(List.of(
                "",
                "",
                user.isEmpty() ? "operator" : "page",
                "",
                seconds(set.at()),
                "",
                "",
                user,
                "",
                "mark",
                set.mark().name(),
                text(set.mark().data()),
                "",
                "0",
                set.at() == null ? "before the start" : "")));
    }

    private void add(String line) {
        if (waiting.length() + line.length() <= MAX_WAITING) {
            waiting.append(line);
        } else if (!full) {
            full = true;
            waiting.append("# lines are missing here: the disk did not answer\n");
        }
    }

    /** Whether lines have to be written, and nobody has been told so before. One write at a time waits for the disk. */
    synchronized boolean isWriteDue() {
        boolean due = waiting.length() > 0 && !writes;
        writes |= due;
        return due;
    }

    private synchronized String take() {
        writes = false;
        String all = waiting.toString();
        waiting.setLength(0);
        full = false;
        return all;
    }

    private synchronized void putBack(String lines) {
        writes = true;
        waiting.insert(0, lines);
    }

    /**
     * Appends what waits. Waits for the disk. If the disk fails, the lines wait for the next call, and the file ends with a whole line.
     *
     * @return true
     */
    boolean write(Path run) throws IOException {
        String lines = take();
        if (!lines.isEmpty()) {
            try {
                append(run.resolve(NAME), lines);
            } catch (IOException e) {
                putBack(lines);
                throw e;
            }
        }
        return true;
    }

    private static void append(Path file, String lines) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), MODE)) {
            long whole = out.size();
            out.position(whole);
            ByteBuffer bytes = ByteBuffer.wrap(((whole == 0 ? HEADER : "") + lines).getBytes(StandardCharsets.UTF_8));
            try {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                // A network share may report only now that it has no room.
                out.force(false);
            } catch (IOException e) {
                out.truncate(whole);
                throw e;
            }
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String seconds(@Nullable Duration time) {
        return time == null ? "" : BigDecimal.valueOf(time.toNanos() / 1000, 6).toPlainString();
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6);
    }
}
