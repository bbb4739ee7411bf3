package org.ducksoup.transport.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.RtpMap;

/**
 * How each codec is offered, and how it is recognised in a remote description. The numbers are those of the wire
 * protocol.
 */
final class WebRtcCodecs {
    /** Feedback messages (RFC 4585), with requests for lost packets. */
    static final String NACK = "nack";

    private static final String TRANSPORT_CC = "transport-cc";

    /** Retransmissions (RFC 4588). */
    private static final String RTX = "rtx";

    // Ids are the same in all sections and do not change during a connection (RFC 8285 section 8).
    private static final ExtMap MID = new ExtMap(1, ExtMap.MID);
    private static final ExtMap SEND_TIME = new ExtMap(2, ExtMap.ABS_SEND_TIME);
    private static final ExtMap TRANSPORT_WIDE = new ExtMap(3, ExtMap.TRANSPORT_WIDE);
    private static final ExtMap STREAM = new ExtMap(4, ExtMap.RTP_STREAM_ID);
    private static final ExtMap AUDIO_LEVEL = new ExtMap(5, ExtMap.AUDIO_LEVEL);

    private static final List<String> VIDEO_FEEDBACK = List.of("goog-remb", "ccm fir", NACK, "nack pli");

    private static final RtpMap OPUS =
            new RtpMap(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1;stereo=0", List.of());
    private static final RtpMap VP8 = new RtpMap(96, "VP8", 90_000, null, null, VIDEO_FEEDBACK);
    private static final RtpMap H264_RTX = new RtpMap(98, RTX, 90_000, null, "apt=125", List.of());
    private static final RtpMap VP8_RTX = new RtpMap(97, RTX, 90_000, null, "apt=96", List.of());

    private WebRtcCodecs() {}

    /**
     * @param transportWide whether the arrival of every packet is to be reported
     * @param level of H264
     */
    static List<RtpMap> offered(List<Codec> codecs, boolean transportWide, H264Level level) {
        List<RtpMap> maps = new ArrayList<>();
        for (Codec codec : codecs) {
            RtpMap map = offered(codec, level);
            maps.add(transportWide ? withTransportFeedback(map) : map);
        }
        for (Codec codec : codecs) {
            switch (codec) {
                case H264 -> maps.add(H264_RTX);
                case VP8 -> maps.add(VP8_RTX);
                case OPUS -> {
                    // Chromium declines requests for lost audio, so none are offered. Opus has its own repair.
                }
            }
        }
        return maps;
    }

    private static RtpMap offered(Codec codec, H264Level level) {
        return switch (codec) {
            case OPUS -> OPUS;
            case H264 ->
                new RtpMap(
                        125,
                        "H264",
                        90_000,
                        null,
                        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e0" + level.idc(),
                        VIDEO_FEEDBACK);
            case VP8 -> VP8;
        };
    }

    private static RtpMap withTransportFeedback(RtpMap map) {
        List<String> feedback = new ArrayList<>(map.feedback());
        feedback.add(TRANSPORT_CC);
        return new RtpMap(
                map.payloadType(), map.encodingName(), map.clockRate(), map.channels(), map.parameters(), feedback);
    }

    /**
     * @param transportWide whether the arrival of every packet is to be reported
     * @param audioLevel whether packets say how loud they are
     */
    static List<ExtMap> extensions(MediaKind kind, boolean transportWide, boolean audioLevel) {
        List<ExtMap> extensions = new ArrayList<>(List.of(MID, SEND_TIME));
        if (transportWide) {
            extensions.add(TRANSPORT_WIDE);
        }
        if (kind == MediaKind.VIDEO) {
            extensions.add(STREAM);
        }
        if (audioLevel) {
            extensions.add(AUDIO_LEVEL);
        }
        return extensions;
    }

    /** The codec of a payload type of a remote description; empty if this server does not support it. */
    static Optional<Codec> recognise(RtpMap map) {
        return Codec.of(map.encodingName())
                .filter(codec -> codec.clockRate() == map.clockRate())
                .filter(codec -> codec != Codec.H264 || isBaselineInFragments(map));
    }

    /** The payload types of retransmissions, each with the payload type that it repairs. */
    static Map<Integer, Integer> retransmissions(List<RtpMap> maps) {
        Map<Integer, Integer> repaired = new HashMap<>();
        for (RtpMap map : maps) {
            String associated = map.encodingName().equalsIgnoreCase(RTX) ? map.parameter("apt") : null;
            for (RtpMap media : maps) {
                if (Integer.toString(media.payloadType()).equals(associated)
                        && recognise(media).isPresent()) {
                    repaired.put(map.payloadType(), media.payloadType());
                }
            }
        }
        return repaired;
    }

    /** The supported codecs, and their retransmissions. */
    static List<RtpMap> known(List<RtpMap> maps) {
        Map<Integer, Integer> repairs = retransmissions(maps);
        return maps.stream()
                .filter(map -> recognise(map).isPresent() || repairs.containsKey(map.payloadType()))
                .toList();
    }

    /**
     * Packetization mode 1 and a profile that every browser decodes (RFC 6184 section 8.1): baseline, constrained or
     * not.
     */
    private static boolean isBaselineInFragments(RtpMap map) {
        String profile = map.parameter("profile-level-id");
        return "1".equals(map.parameter("packetization-mode"))
                && (profile == null || profile.toLowerCase(Locale.ROOT).startsWith("42"));
    }
}
