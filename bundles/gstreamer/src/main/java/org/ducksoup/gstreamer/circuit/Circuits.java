package org.ducksoup.gstreamer.circuit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.ducksoup.api.media.MediaKind;

/**
 * Which effects of one medium are out of circuit, by the steps of its plan. It outlives native pipelines and workers, so an
 * effect that is started again has its state before its first frame. Thread-safe.
 */
public final class Circuits {
    private final MediaKind kind;
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();

    /** The state of one effect. */
    public static final class Circuit {
        private final TimedChanges changes;
        private volatile boolean in = true;
        /** When all changes are made. */
        private volatile boolean last = true;

        private Circuit(MediaKind kind) {
            changes = new TimedChanges(kind);
        }

        /** Whether the effect is in circuit for a frame, which is the next one that it gives out. On the thread of the frames. */
        boolean isIn(long pts) {
            changes.onFrame(pts);
            return in;
        }

        /** The same for a frame without a time. */
        boolean isIn() {
            return in;
        }
    }

    public Circuits(MediaKind kind) {
        this.kind = kind;
    }

    /** Counts at once, also for frames that are on their way. */
    public void set(String step, boolean in) {
        Circuit circuit = of(step);
        circuit.last = in;
        circuit.in = in;
    }

    /**
     * Counts from the frame that is nearest to a time.
     *
     * @param nanos on the pipeline's time
     * @param onFrame gets the time of that frame, on the thread of the frames
     */
    public void set(String step, boolean in, long nanos, LongConsumer onFrame) {
        Circuit circuit = of(step);
        circuit.last = in;
        circuit.changes.add(nanos, step, Double.NaN, pts -> {
            circuit.in = in;
            onFrame.accept(pts);
        });
    }

    public Circuit of(String step) {
        return circuits.computeIfAbsent(step, unused -> new Circuit(kind));
    }

    /** The steps that are out of circuit, or will be when all changes are made. */
    public List<String> out() {
        return circuits.entrySet().stream()
                .filter(entry -> !entry.getValue().last)
                .map(Map.Entry::getKey)
                .toList();
    }
}
