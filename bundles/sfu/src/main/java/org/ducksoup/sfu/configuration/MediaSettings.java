package org.ducksoup.sfu.configuration;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.bitrate.BitrateSettings;
import org.ducksoup.sfu.capacity.FreeSpace;
import org.ducksoup.sfu.capacity.Load;
import org.ducksoup.sfu.capacity.Machine;
import org.ducksoup.sfu.effect.EffectSettings;
import org.ducksoup.sfu.recording.RecordingMemory;
import org.ducksoup.sfu.recording.RecordingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the configuration says of media, for each room that deals with it. */
public record MediaSettings(EffectSettings effects, BitrateSettings bitrates, RecordingSettings recording) {
    private static final Logger LOGGER = LoggerFactory.getLogger(MediaSettings.class);

    /** @throws IllegalArgumentException if a value cannot be used */
    public static MediaSettings of(SfuConfiguration c) {
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
                new RecordingSettings(
                        data,
                        new FreeSpace(data, (long) c.minFreeMebibytes() << 20),
                        c.recordingMemoryMebibytes() > 0
                                ? (long) c.recordingMemoryMebibytes() << 20
                                : RecordingMemory.ofOneMinute(c.audioMaxBitrate(), c.videoMaxBitrate()),
                        c.noRecording()));
    }

    /** How much all recordings together may keep in memory. More than half of the heap would end the server. */
    public static long serverMemory(SfuConfiguration c) {
        long heap = Runtime.getRuntime().maxMemory();
        long asked = (long) c.recordingMemoryTotalMebibytes() << 20;
        if (asked > heap / 2) {
            LOGGER.warn(
                    "recordingMemoryTotalMebibytes = {} is more than half of the heap of {} MiB; {} MiB are used",
                    c.recordingMemoryTotalMebibytes(),
                    heap >> 20,
                    heap >> 21);
        }
        return asked == 0 ? heap / 3 : Math.min(asked, heap / 2);
    }

    /** What the whole server can take: what is configured, and otherwise what the machine can. */
    public static Load capacity(SfuConfiguration c, Machine machine) {
        Load derived = machine.capacity(serverMemory(c));
        return new Load(
                c.maxParticipants() > 0 ? c.maxParticipants() : derived.participants(),
                c.maxPipelines() > 0 ? c.maxPipelines() : derived.pipelines(),
                c.maxMegapixelsPerSecond() > 0 ? c.maxMegapixelsPerSecond() * 1_000_000L : derived.pixelsPerSecond(),
                c.maxMemoryMebibytes() > 0 ? (long) c.maxMemoryMebibytes() << 20 : derived.bytes());
    }

    /** Says what the whole server can take. */
    public static void tellCapacity(Load capacity, Machine machine) {
        LOGGER.info(
                "this server takes {} participants, {} media with effects, {} megapixels a second and {} MiB of media"
                        + " ({} cores, {} MiB of memory, {} MiB of them for the heap)",
                capacity.participants(),
                capacity.pipelines(),
                capacity.pixelsPerSecond() / 1_000_000,
                capacity.bytes() >> 20,
                machine.cores(),
                machine.bytes() >> 20,
                machine.heapBytes() >> 20);
    }

    private static BitrateRange range(int min, int initial, int max) {
        return new BitrateRange(new Bitrate(min), new Bitrate(initial), new Bitrate(max));
    }
}
