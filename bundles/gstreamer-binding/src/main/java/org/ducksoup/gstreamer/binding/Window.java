package org.ducksoup.gstreamer.binding;

import com.sun.jna.Pointer;

/** A pointer whose address can be changed, so that reading a structure makes no garbage. For one thread at a time. */
public final class Window extends Pointer {
    public Window() {
        super(0);
    }

    /** Moves to an address. */
    public Window at(long address) {
        peer = address;
        return this;
    }
}
