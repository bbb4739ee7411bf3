package org.ducksoup.testkit.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every frame of a dialogue, in order, with its time. Thread-safe. */
public final class Transcript {
    private final long startNanos = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param at time since the participant was made
     * @param origin who sent the frame
     * @param text the frame
     */
    public record Entry(Duration at, FrameOrigin origin, String text) {
        /** The frame's kind; empty if the frame does not belong to the wire protocol. */
        public String kind() {
            try {
                return Frames.read(text).path("kind").asText();
            } catch (IllegalArgumentException notJson) {
                return "";
            }
        }
    }

    void add(FrameOrigin origin, String text) {
        Duration at = Duration.ofNanos(System.nanoTime() - startNanos);
        synchronized (entries) {
            entries.add(new Entry(at, origin, text));
        }
    }

    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /** The kinds of the frames one side sent, in order. */
    public List<String> kinds(FrameOrigin origin) {
        return entries().stream()
                .filter(entry -> entry.origin() == origin)
                .map(Entry::kind)
                .toList();
    }

    /** For people: a line for each frame, long ones cut. */
    @Override
    public String toString() {
        return entries().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%8.1f ms %s %s",
                        entry.at().toNanos() / 1e6,
                        entry.origin() == FrameOrigin.CLIENT ? "->" : "<-",
                        entry.text().length() <= 160
                                ? entry.text()
                                : entry.text().substring(0, 160) + "…"))
                .collect(Collectors.joining("\n"));
    }
}
