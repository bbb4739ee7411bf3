package org.ducksoup.gstreamer.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.gstreamer.pipeline.LiveProperties;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.Medium;

/** Seats that several participants share, by a name of theirs, as long as one of them has a medium there. Thread-safe. */
final class SharedSeats {
    private final Map<String, Entry> seats = new HashMap<>();

    private static final class Entry {
        private final WorkerSeat seat;
        private int media;

        Entry(WorkerSeat seat) {
            this.seat = seat;
        }
    }

    MediaPlace place(String name, Supplier<WorkerSeat> maker) {
        return (design, owner) -> {
            Entry entry;
            synchronized (seats) {
                entry = seats.computeIfAbsent(name, none -> new Entry(maker.get()));
                entry.media++;
            }
            return entry.seat.build(design, new Leaving(owner, () -> left(name, entry)));
        };
    }

    private void left(String name, Entry entry) {
        synchronized (seats) {
            entry.media--;
            if (entry.media == 0) {
                seats.remove(name, entry);
            }
        }
    }

    /** Tells when the medium is freed. */
    private record Leaving(Medium.Owner owner, Runnable onFreed) implements Medium.Owner {
        @Override
        public PipelineListener listener() {
            return owner.listener();
        }

        @Override
        public void onBuilt(MediaKind kind, LiveProperties properties) {
            owner.onBuilt(kind, properties);
        }

        @Override
        public void onStarted() {
            owner.onStarted();
        }

        @Override
        public void onLost(MediaKind kind, String reason) {
            owner.onLost(kind, reason);
        }

        @Override
        public void onDead(MediaKind kind, String reason) {
            owner.onDead(kind, reason);
        }

        @Override
        public void onRebuilt(MediaKind kind, LiveProperties properties) {
            owner.onRebuilt(kind, properties);
        }

        @Override
        public void onFreed(MediaKind kind) {
            onFreed.run();
            owner.onFreed(kind);
        }
    }
}
