package org.ducksoup.bench.peer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.testkit.media.ReceivedTrack;

/** A participant at another server: its media, whatever the signaling is. */
public abstract class PeerCaller implements Caller {
    protected final PeerMedia media;

    protected PeerCaller(PeerMedia media) {
        this.media = media;
    }

    @Override
    public CompletableFuture<Duration> connected() {
        return media.connected();
    }

    @Override
    public CompletableFuture<Duration> firstVideo() {
        return media.firstVideo();
    }

    @Override
    public long sent() {
        return media.sent();
    }

    @Override
    public List<ReceivedTrack> tracks() {
        return media.tracks();
    }
}
