package org.ducksoup.gstreamer.binding;

import com.sun.jna.Pointer;

/** Native memory at a place that changes, so that looking at a structure makes no garbage. For one thread at a time. */
public final class Window extends Pointer {
    public Window() {
        super(0);
    }

    /** Looks there from now on. */
    public Window at(long address) {
        peer = address;
        return this;
    }
}
