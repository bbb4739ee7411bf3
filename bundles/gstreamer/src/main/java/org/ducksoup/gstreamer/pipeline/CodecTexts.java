package org.ducksoup.gstreamer.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.api.media.Codec;

/**
 * The pieces of pipelines that handle one codec, in GStreamer's launch syntax, as in {@code config/gst.yml}.
 *
 * @param caps of the packets
 * @param depay from packets to frames
 * @param pay from frames to packets
 * @param decoder from frames to raw media
 * @param encoder from raw media to frames; if it has several elements, the encoder itself is named {@code {name}}
 * @param converter of size and format around effects; unused for sound
 */
public record CodecTexts(String caps, String depay, String pay, String decoder, String encoder, String converter) {
    private static final String CAPS =
            "application/x-rtp,media=%s,clock-rate=%d,encoding-name=%s,payload={payloadType}";
    private static final String TOLERANT = " max-errors=-1 automatic-request-sync-points=true";
    private static final String KEY_FRAMES = " request-keyframe=true wait-for-keyframe=true";

    public static final CodecTexts OPUS = new CodecTexts(
            CAPS.formatted("audio", 48_000, "OPUS"),
            "rtpopusdepay",
            "rtpopuspay",
            "opusdec use-inband-fec=true plc=true max-errors=-1",
            "opusenc audio-type=voice bitrate-type=vbr inband-fec=true frame-size=20 tolerance=1000000",
            "audioconvert");
    public static final CodecTexts VP8 = new CodecTexts(
            CAPS.formatted("video", 90_000, "VP8"),
            "rtpvp8depay" + KEY_FRAMES,
            "rtpvp8pay picture-id-mode=15-bit",
            "vp8dec threads=1" + TOLERANT,
            "vp8enc deadline=1 cpu-used=6 threads=1 end-usage=cbr keyframe-max-dist={keyFrameDistance} lag-in-frames=0"
                    + " dropframe-threshold=0 min-quantizer=4 max-quantizer=63 undershoot=95 buffer-size=1000"
                    + " buffer-initial-size=500 buffer-optimal-size=600",
            "videoconvertscale");
    /** One thread each. With more threads, frames would wait for each other. */
    public static final CodecTexts X264 = new CodecTexts(
            CAPS.formatted("video", 90_000, "H264"),
            "rtph264depay" + KEY_FRAMES,
            "rtph264pay config-interval=-1",
            "avdec_h264 max-threads=1" + TOLERANT,
            "x264enc name={name} tune=zerolatency speed-preset=ultrafast threads=1 key-int-max={keyFrameDistance}"
                    + " vbv-buf-capacity=300"
                    + " ! video/x-h264,profile=constrained-baseline,stream-format=byte-stream,alignment=au",
            "videoconvertscale");

    public static final CodecTexts NV264 = new CodecTexts(
            X264.caps,
            X264.depay,
            X264.pay,
            "h264parse ! nvh264dec",
            "nvh264enc name={name} preset=low-latency-hq zerolatency=true rc-mode=cbr gop-size={keyFrameDistance}"
                    + " ! h264parse ! video/x-h264,stream-format=byte-stream,alignment=au",
            "cudaupload ! cudaconvertscale ! cudadownload");

    /** The built-in pieces of a codec, without a graphics card. */
    public static CodecTexts builtIn(Codec codec) {
        return switch (codec) {
            case OPUS -> OPUS;
            case VP8 -> VP8;
            case H264 -> X264;
        };
    }

    /** The pieces that describe elements, by their key in {@code config/gst.yml}. */
    public Map<String, String> pieces() {
        Map<String, String> pieces = new LinkedHashMap<>();
        pieces.put("rtp.depay", depay);
        pieces.put("rtp.pay", pay);
        pieces.put("decoder", decoder);
        pieces.put("encoder", encoder);
        pieces.put("converter", converter);
        return pieces;
    }
}
