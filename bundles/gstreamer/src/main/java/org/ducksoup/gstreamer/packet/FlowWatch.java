package org.ducksoup.gstreamer.packet;

import java.util.concurrent.TimeUnit;

/**
 * Notices that a native pipeline has stopped delivering: packets go on arriving, frames go on leaving the decoder, and
 * nothing comes out. It only compares the two ends, whatever locks the elements between them hold. A pause of the sender,
 * and a decoder that waits for a key frame, are no such thing.
 */
public final class FlowWatch {
    /** Longer than a frame at one a second. With the interval of the looks, a loss is told within two seconds. */
    static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1300);

    /** Until the first packet comes out. Encoders and effects that load something take their time then. */
    static final long MAX_FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Packets that come this late after others begin anew: an effect may keep the last frame before a pause. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private volatile boolean everDelivered;
    private volatile boolean waiting;
    private volatile long waitingSince;
    private volatile long pushingSince;
    private volatile long lastPush;

    public FlowWatch(long nowNanos) {
        pushingSince = nowNanos;
        lastPush = nowNanos;
    }

    /** A packet went in. On the receive thread. */
    public void onPush(long nowNanos) {
        if (nowNanos - lastPush > PAUSE_NANOS) {
            pushingSince = nowNanos;
        }
        lastPush = nowNanos;
    }

    /** A frame has left the decoder. On a streaming thread. */
    public void onFrame(long nowNanos) {
        if (!waiting) {
            waitingSince = nowNanos;
            waiting = true;
        }
    }

    /** A packet came out. On a streaming thread. */
    public void onDelivered() {
        everDelivered = true;
        waiting = false;
    }

    /** Whether nothing came out for too long. On any thread. */
    public boolean isStuck(long nowNanos) {
        if (!waiting) {
            return false;
        }
        long limit = everDelivered ? MAX_NANOS : MAX_FIRST_NANOS;
        long since = waitingSince - pushingSince > 0 ? waitingSince : pushingSince;
        return nowNanos - since > limit && lastPush - since > limit - PAUSE_NANOS;
    }
}
