package org.ducksoup.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.testkit.media.ReceivedTrack;

/** One participant of the load, whatever server it speaks to. */
public interface Caller extends AutoCloseable {
    /** Completes when media can flow, with the time since the join; exceptionally when that cannot happen any more. */
    CompletableFuture<Duration> connected();

    /** Completes when a whole key frame of somebody else has arrived, with the time since the join. */
    CompletableFuture<Duration> firstVideo();

    /** Packets sent, sound and picture. */
    long sent();

    /** What it receives, in the order of the first packets. */
    List<ReceivedTrack> tracks();

    /** What has happened to it, for whoever has to find out why it did not work. */
    String story();

    /** Leaves for good. */
    @Override
    void close();
}
