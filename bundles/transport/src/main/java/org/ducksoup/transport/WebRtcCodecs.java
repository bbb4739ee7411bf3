package org.ducksoup.transport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.RtpMap;

/** How each codec is offered, and how it is recognised in a remote description. Numbers are those of the wire protocol. */
final class WebRtcCodecs {
    /** Ids are the same in all sections and for the life of a connection (RFC 8285 section 8). */
    static final List<ExtMap> AUDIO_EXTENSIONS =
            List.of(new ExtMap(1, ExtMap.MID), new ExtMap(2, ExtMap.ABS_SEND_TIME));

    static final List<ExtMap> VIDEO_EXTENSIONS = List.of(
            new ExtMap(1, ExtMap.MID), new ExtMap(2, ExtMap.ABS_SEND_TIME), new ExtMap(4, ExtMap.RTP_STREAM_ID));

    private static final List<String> VIDEO_FEEDBACK = List.of("goog-remb", "ccm fir", "nack pli");

    private static final RtpMap OPUS =
            new RtpMap(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1;stereo=0", List.of());
    private static final RtpMap H264 = new RtpMap(
            125,
            "H264",
            90_000,
            null,
            "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
            VIDEO_FEEDBACK);
    private static final RtpMap VP8 = new RtpMap(96, "VP8", 90_000, null, null, VIDEO_FEEDBACK);

    private WebRtcCodecs() {}

    static RtpMap offered(Codec codec) {
        return switch (codec) {
            case OPUS -> OPUS;
            case H264 -> H264;
            case VP8 -> VP8;
        };
    }

    static List<ExtMap> extensions(MediaKind kind) {
        return kind == MediaKind.AUDIO ? AUDIO_EXTENSIONS : VIDEO_EXTENSIONS;
    }

    /** Which of our codecs a payload type of a remote description stands for; empty for what we do not speak. */
    static Optional<Codec> recognise(RtpMap map) {
        return Codec.of(map.encodingName())
                .filter(codec -> codec.clockRate() == map.clockRate())
                .filter(codec -> codec != Codec.H264 || isBaselineInFragments(map));
    }

    /** Packetization mode 1 and a profile every browser decodes (RFC 6184 section 8.1): baseline, constrained or not. */
    private static boolean isBaselineInFragments(RtpMap map) {
        String profile = map.parameter("profile-level-id");
        return "1".equals(map.parameter("packetization-mode"))
                && (profile == null || profile.toLowerCase(Locale.ROOT).startsWith("42"));
    }
}
