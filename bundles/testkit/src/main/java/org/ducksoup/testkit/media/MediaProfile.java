package org.ducksoup.testkit.media;

import java.time.Duration;

/**
 * The packets that a synthetic track sends.
 *
 * @param packetsPerFrame packets that share a timestamp
 * @param packetInterval between two packets
 * @param payloadLength bytes of each packet's payload
 * @param keyFrameInterval between two key frames without a request
 */
public record MediaProfile(int packetsPerFrame, Duration packetInterval, int payloadLength, Duration keyFrameInterval) {
    /** The video of the quality targets: 100 packets/s of 1000 bytes, 25 frames/s, a key frame every two seconds. */
    public static final MediaProfile VIDEO = new MediaProfile(4, Duration.ofMillis(10), 1000, Duration.ofSeconds(2));

    /** A small video, for many participants on one machine: 25 frames/s of one packet each. */
    public static final MediaProfile LIGHT_VIDEO =
            new MediaProfile(1, Duration.ofMillis(40), 600, Duration.ofSeconds(2));

    /** The audio of the quality targets: 50 packets/s of 120 bytes. */
    public static final MediaProfile AUDIO = new MediaProfile(1, Duration.ofMillis(20), 120, Duration.ofSeconds(2));

    Duration frameInterval() {
        return packetInterval.multipliedBy(packetsPerFrame);
    }
}
