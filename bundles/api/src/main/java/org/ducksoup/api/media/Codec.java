package org.ducksoup.api.media;

import java.util.Locale;
import java.util.Optional;

/** The codecs this server speaks, each with its RTP mapping (RFC 7587, 6184, 7741). */
public enum Codec {
    OPUS(MediaKind.AUDIO, "opus", 48_000),
    H264(MediaKind.VIDEO, "H264", 90_000),
    VP8(MediaKind.VIDEO, "VP8", 90_000);

    private final MediaKind kind;
    private final String encodingName;
    private final int clockRate;

    Codec(MediaKind kind, String encodingName, int clockRate) {
        this.kind = kind;
        this.encodingName = encodingName;
        this.clockRate = clockRate;
    }

    public MediaKind kind() {
        return kind;
    }

    /** The encoding name of {@code a=rtpmap}, in the registered spelling. Comparison ignores case (RFC 8866). */
    public String encodingName() {
        return encodingName;
    }

    /** RTP clock rate in Hz. */
    public int clockRate() {
        return clockRate;
    }

    /** Media type as the logs name it, for instance {@code video/VP8}. */
    public String mediaType() {
        return kind.token() + "/" + encodingName;
    }

    /** Finds a codec by its {@code a=rtpmap} name, whatever its case; empty when this server does not speak it. */
    public static Optional<Codec> of(String encodingName) {
        String wanted = encodingName.toLowerCase(Locale.ROOT);
        for (Codec codec : values()) {
            if (codec.encodingName.toLowerCase(Locale.ROOT).equals(wanted)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
