package org.ducksoup.microbench;

import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;

/** Counts what comes out of a pipeline. */
record PacketCount(AtomicLong packets) implements PipelineListener {
    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        packets.incrementAndGet();
    }

    @Override
    public void onStarted() {}

    @Override
    public void onKeyFrameNeeded() {}

    @Override
    public void onEffectLost(MediaKind kind, String reason) {}

    @Override
    public void onEffectRestarted(MediaKind kind) {}

    @Override
    public void onEffectSlow(MediaKind kind, double share) {}

    @Override
    public void onFailure(String reason) {}
}
