package org.ducksoup.testkit.media;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSink;
import org.jspecify.annotations.Nullable;

/**
 * Paced packets for many tracks, all from one thread. The load uses as little of the machine as possible, so that the
 * server's share can be measured.
 */
public final class SyntheticMedia implements AutoCloseable {
    private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PriorityQueue<SentTrack> due = new PriorityQueue<>(Comparator.comparingLong(SentTrack::nextNanos));
    private final LatencyHistogram lateness = new LatencyHistogram();
    private final Thread thread;
    private volatile boolean closed;

    public SyntheticMedia() {
        thread = new Thread(this::run, "testkit-media");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to send a track, with the profile of the quality targets. */
    public SyntheticTrack start(RtpSink to, Codec codec) {
        return start(to, codec, codec.kind() == MediaKind.VIDEO ? MediaProfile.VIDEO : MediaProfile.AUDIO);
    }

    /**
     * Begins to send a track, until the track is closed.
     *
     * @param to receives every packet, on this class's thread
     */
    public SyntheticTrack start(RtpSink to, Codec codec, MediaProfile profile) {
        SyntheticTrack track = new SyntheticTrack(to, codec, profile, System.nanoTime());
        add(track);
        return track;
    }

    /**
     * Begins to play a clip.
     *
     * @param nowNanos on the clock of {@link System#nanoTime}; the same for tracks that belong together
     */
    public SentTrack play(RtpSink to, MediaClip clip, long nowNanos) {
        ClipTrack track = new ClipTrack(to, clip, nowNanos);
        add(track);
        return track;
    }

    /** How late packets are sent: what this side adds by itself, because its machine or its one thread is busy. */
    public LatencyHistogram lateness() {
        return lateness;
    }

    private void add(SentTrack track) {
        synchronized (due) {
            due.add(track);
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            SentTrack track = takeDue();
            if (track == null) {
                LockSupport.parkNanos(nanosToWait());
            } else {
                long now = System.nanoTime();
                lateness.record(now - track.nextNanos());
                if (track.send(now)) {
                    synchronized (due) {
                        due.add(track);
                    }
                }
            }
        }
    }

    private @Nullable SentTrack takeDue() {
        synchronized (due) {
            SentTrack first = due.peek();
            return first != null && first.nextNanos() - System.nanoTime() <= 0 ? due.poll() : null;
        }
    }

    private long nanosToWait() {
        synchronized (due) {
            SentTrack first = due.peek();
            return first == null ? MAX_WAIT_NANOS : Math.min(MAX_WAIT_NANOS, first.nextNanos() - System.nanoTime());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
