package org.ducksoup.sfu;

import java.nio.file.Path;
import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * What configuration says of media.
 *
 * @param bitrates of our encoders
 * @param estimator name of who estimates what paths carry
 * @param maxPacketSize largest RTP packet of a pipeline, bytes
 * @param dataDirectory where recordings go
 * @param freeSpace that has to be there before a recording begins
 * @param whenEffectIsLost what happens to the medium
 * @param forceOverlay whether everybody's picture shows the time
 * @param noRecording whether every mode records nothing
 */
record MediaSettings(
        Map<MediaKind, BitrateRange> bitrates,
        String estimator,
        int maxPacketSize,
        Path dataDirectory,
        FreeSpace freeSpace,
        EffectLossPolicy whenEffectIsLost,
        boolean forceOverlay,
        boolean noRecording) {
    /** What to do when a manipulation is gone while the call goes on. */
    enum EffectLossPolicy {
        /** Nothing is heard or seen of it: the real voice or face must not get through unnoticed. */
        MUTE,
        /** The medium goes on as it comes. */
        PASS,
        /** The interaction ends. */
        END
    }

    MediaSettings {
        bitrates = Map.copyOf(bitrates);
    }

    static MediaSettings of(SfuConfiguration c) {
        Path data = Path.of(c.dataDirectory()).toAbsolutePath();
        return new MediaSettings(
                Map.of(
                        MediaKind.AUDIO, range(c.audioMinBitrate(), c.audioDefaultBitrate(), c.audioMaxBitrate()),
                        MediaKind.VIDEO, range(c.videoMinBitrate(), c.videoDefaultBitrate(), c.videoMaxBitrate())),
                c.estimator(),
                c.mtu(),
                data,
                new FreeSpace(data, (long) c.minFreeMebibytes() << 20),
                EffectLossPolicy.valueOf(c.effectLost().toUpperCase(java.util.Locale.ROOT)),
                c.forceOverlay(),
                c.noRecording());
    }

    private static BitrateRange range(int min, int initial, int max) {
        return new BitrateRange(new Bitrate(min), new Bitrate(initial), new Bitrate(max));
    }
}
