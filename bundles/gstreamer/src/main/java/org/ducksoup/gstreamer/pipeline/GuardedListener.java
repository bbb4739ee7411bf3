package org.ducksoup.gstreamer.pipeline;

import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the media and the listener of a pipeline: no event reaches the listener after the end, and none of its
 * exceptions reaches the media.
 */
final class GuardedListener implements PipelineListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedListener.class);

    private final String name;
    private final PipelineListener asked;
    private volatile boolean silent;

    /** @param name of the participant, for the log */
    GuardedListener(String name, PipelineListener asked) {
        this.name = name;
        this.asked = asked;
    }

    /** No further event, except packets that are on their way. */
    void silence() {
        silent = true;
    }

    @Override
    public void onStarted() {
        tell(asked::onStarted);
    }

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        asked.onPacket(kind, buffer, offset, length);
    }

    @Override
    public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
        asked.onOverduePacket(kind, buffer, offset, length);
    }

    @Override
    public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
        asked.onTiming(kind, rtpTimestamp, timeNanos);
    }

    @Override
    public void onAudioLevel(int level, long arrivalNanos) {
        asked.onAudioLevel(level, arrivalNanos);
    }

    @Override
    public void onKeyFrameNeeded() {
        tell(asked::onKeyFrameNeeded);
    }

    @Override
    public void onEffectLost(MediaKind kind, String reason) {
        tell(() -> asked.onEffectLost(kind, reason));
    }

    @Override
    public void onEffectRestarted(MediaKind kind) {
        tell(() -> asked.onEffectRestarted(kind));
    }

    @Override
    public void onEffectSlow(MediaKind kind, double share) {
        tell(() -> asked.onEffectSlow(kind, share));
    }

    @Override
    public void onFailure(String reason) {
        tell(() -> asked.onFailure(reason));
        silent = true;
    }

    private void tell(Runnable call) {
        if (silent) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOGGER.error("{}: a pipeline's listener failed", name, e);
        }
    }
}
