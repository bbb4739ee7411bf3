package org.ducksoup.transport.sdp;

/**
 * A header extension (RFC 8285 section 8).
 *
 * @param id local identifier, 1 to 14 here
 * @param uri which extension
 */
public record ExtMap(int id, String uri) {
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public static final String RTP_STREAM_ID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public static final String TRANSPORT_WIDE =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
}
