package org.ducksoup.sfu;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.bitrate.BitrateSettings;
import org.ducksoup.sfu.effect.EffectSettings;
import org.ducksoup.sfu.recording.FreeSpace;
import org.ducksoup.sfu.recording.RecordingSettings;

/** What the configuration says of media, for each room that deals with it. */
record MediaSettings(EffectSettings effects, BitrateSettings bitrates, RecordingSettings recording) {
    /** @throws IllegalArgumentException if a value cannot be used */
    static MediaSettings of(SfuConfiguration c) {
        Path data = Path.of(c.dataDirectory()).toAbsolutePath();
        Map<MediaKind, BitrateRange> bitrates = Map.of(
                MediaKind.AUDIO, range(c.audioMinBitrate(), c.audioDefaultBitrate(), c.audioMaxBitrate()),
                MediaKind.VIDEO, range(c.videoMinBitrate(), c.videoDefaultBitrate(), c.videoMaxBitrate()));
        return new MediaSettings(
                new EffectSettings(
                        bitrates,
                        c.mtu(),
                        EffectSettings.LossPolicy.valueOf(c.effectLost().toUpperCase(Locale.ROOT)),
                        c.forceOverlay()),
                new BitrateSettings(bitrates, c.estimator()),
                new RecordingSettings(data, new FreeSpace(data, (long) c.minFreeMebibytes() << 20), c.noRecording()));
    }

    private static BitrateRange range(int min, int initial, int max) {
        return new BitrateRange(new Bitrate(min), new Bitrate(initial), new Bitrate(max));
    }
}
