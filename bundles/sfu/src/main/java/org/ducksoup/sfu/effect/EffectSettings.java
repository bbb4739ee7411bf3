package org.ducksoup.sfu.effect;

import java.util.Map;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * The configuration of effects.
 *
 * @param bitrates of the encoders in this server
 * @param maxPacketSize largest RTP packet of a pipeline, bytes
 * @param whenLost what happens to a medium whose effect is lost
 * @param forceOverlay whether everybody's picture shows the time
 */
public record EffectSettings(
        Map<MediaKind, BitrateRange> bitrates, int maxPacketSize, LossPolicy whenLost, boolean forceOverlay) {
    /** What to do when an effect is lost while the call goes on. */
    public enum LossPolicy {
        /** Nothing is heard or seen of the medium: the real voice or face must not get through unnoticed. */
        MUTE,
        /** The medium goes on as it comes. */
        PASS,
        /** The interaction ends. */
        END
    }

    public EffectSettings {
        bitrates = Map.copyOf(bitrates);
    }
}
