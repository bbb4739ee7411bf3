package org.ducksoup.gstreamer.circuit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which effects of one medium are out of circuit, by the steps of its plan. It outlives native pipelines and workers, so an
 * effect that is started again has its state before its first frame. Thread-safe.
 */
public final class Circuits {
    private final Set<String> out = ConcurrentHashMap.newKeySet();

    public void set(String step, boolean in) {
        if (in) {
            out.remove(step);
        } else {
            out.add(step);
        }
    }

    public boolean isIn(String step) {
        return !out.contains(step);
    }

    /** The steps that are out of circuit. */
    public List<String> out() {
        return List.copyOf(out);
    }
}
