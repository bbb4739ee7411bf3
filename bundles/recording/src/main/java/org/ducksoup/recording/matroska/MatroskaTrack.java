package org.ducksoup.recording.matroska;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.recording.file.OpusHead;
import org.ducksoup.rtp.payload.OpusPayload;
import org.ducksoup.rtp.payload.PictureSize;
import org.jspecify.annotations.Nullable;

/** One track of a file: its number, and what is known of its content so far. */
final class MatroskaTrack {
    static final int DEFAULT_DURATION = 0x23E383;

    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    /** Nanoseconds that a decoder of Opus needs to converge (RFC 7845 section 4.6). */
    private static final long OPUS_PRE_ROLL = 80_000_000L;

    private static final int NANOS_PER_SAMPLE_TIMES_THREE = 62_500;

    /** The duration of a picture with no picture after it. */
    static final long LONGEST_PICTURE = 100_000_000L;

    /** The size until the first key frame. */
    private static final PictureSize UNKNOWN_SIZE = new PictureSize(640, 480);

    private final int number;
    private final Codec codec;
    private final int frameRate;
    private final NalUnits nalUnits = new NalUnits();
    private byte[] payload = new byte[64 * 1024];
    private int payloadLength;
    private PictureSize size = UNKNOWN_SIZE;
    private byte @Nullable [] configuration;
    private boolean described;
    private boolean news;
    private boolean playable;
    private final FrameIntervals intervals = new FrameIntervals();
    private long timestampNanos;
    private long durationNanos;

    /** @param frameRate pictures a second of a video whose rate is constant, otherwise 0 */
    MatroskaTrack(int number, Codec codec, int frameRate) {
        this.number = number;
        this.codec = codec;
        this.frameRate = frameRate;
        configuration = codec == Codec.OPUS ? OpusHead.bytes() : null;
    }

    int number() {
        return number;
    }

    /** Whether a frame was accepted. */
    boolean isUsed() {
        return intervals.frames() > 0;
    }

    boolean isVideo() {
        return codec.kind() == MediaKind.VIDEO;
    }

    /**
     * Accepts a frame and converts it into the file's format.
     *
     * @param keyFrame whether it is a key frame that may be recorded
     * @return false if the frame does not belong in the file
     */
    boolean accept(ByteBuffer frame, boolean keyFrame, long frameNanos) {
        playable = frameNanos >= 0 && (playable || keyFrame);
        if (!playable || !frame.hasRemaining()) {
            return false;
        }
        payloadLength = frame.remaining();
        if (payload.length < payloadLength) {
            payload = new byte[2 * payloadLength];
        }
        frame.duplicate().get(payload, 0, payloadLength);
        if (codec == Codec.H264) {
            nalUnits.convert(payload, payloadLength);
            payloadLength = nalUnits.length();
        }
        if (isVideo() && keyFrame) {
            describe();
            playable = described;
        }
        setDuration(frameNanos);
        boolean belongs = playable && payloadLength > 0;
        if (belongs) {
            intervals.add(frameNanos);
        }
        return belongs;
    }

    /**
     * Takes a key frame's size for the file's if no picture so far was larger. Readers scale everything to the size in
     * the header, and pictures that begin small would lose their detail. A key frame without a decoder's configuration
     * describes nothing.
     */
    private void describe() {
        byte[] decoder = nalUnits.decoderConfiguration();
        if (codec == Codec.H264 && decoder == null) {
            return;
        }
        Optional<PictureSize> shown = pictureSize();
        if (described && shown.map(MatroskaTrack::pixels).orElse(0L) <= pixels(size)) {
            return;
        }
        size = shown.orElse(UNKNOWN_SIZE);
        configuration = decoder;
        described = true;
        news = true;
    }

    private Optional<PictureSize> pictureSize() {
        byte[] sps = nalUnits.sequenceParameterSet();
        if (codec == Codec.H264) {
            return sps == null ? Optional.empty() : PictureSize.shownBySequenceParameterSet(sps, 0, sps.length);
        }
        return PictureSize.ofVp8(payload, 0, payloadLength);
    }

    private static long pixels(PictureSize size) {
        return (long) size.width() * size.height();
    }

    private void setDuration(long frameNanos) {
        if (isVideo()) {
            durationNanos = Math.max(0, Math.min(LONGEST_PICTURE, frameNanos - timestampNanos));
            timestampNanos = frameNanos;
        } else {
            durationNanos = OpusPayload.samples(payload, 0, payloadLength) * (long) NANOS_PER_SAMPLE_TIMES_THREE / 3;
        }
    }

    byte[] payload() {
        return codec == Codec.H264 ? nalUnits.bytes() : payload;
    }

    int payloadLength() {
        return payloadLength;
    }

    /** The probable duration of the accepted frame. */
    long durationNanos() {
        return durationNanos;
    }

    /** True once after accepted frames brought something new for the file's header. */
    boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }

    /** The time from one picture to the next, as the header says it; 0 while there is nothing to say. */
    private long defaultDuration(boolean ended) {
        if (!isVideo()) {
            return 0;
        }
        return frameRate > 0 ? FrameIntervals.ofRate(frameRate) : ended ? intervals.meanNanos() : 0;
    }

    /**
     * The {@code TrackEntry} (RFC 9559 section 5.1.4.1).
     *
     * @param ended whether all frames are known
     */
    void describe(Ebml out, boolean ended) {
        out.master(0xAE, entry -> {
            entry.unsigned(0xD7, number);
            entry.unsigned(0x73C5, number);
            entry.unsigned(0x83, isVideo() ? VIDEO : AUDIO);
            entry.unsigned(0x9C, 0);
            entry.text(0x22B59C, "und");
            entry.text(
                    0x86,
                    switch (codec) {
                        case OPUS -> "A_OPUS";
                        case VP8 -> "V_VP8";
                        case H264 -> "V_MPEG4/ISO/AVC";
                    });
            long interval = defaultDuration(ended);
            if (interval > 0) {
                entry.unsigned(DEFAULT_DURATION, interval);
            }
            byte[] known = configuration;
            if (known != null) {
                entry.binary(0x63A2, known);
            }
            if (isVideo()) {
                entry.master(0xE0, video -> video.unsigned(0xB0, size.width()).unsigned(0xBA, size.height()));
            } else {
                entry.unsigned(0x56AA, 0);
                entry.unsigned(0x56BB, OPUS_PRE_ROLL);
                entry.master(0xE1, audio -> audio.real(0xB5, codec.clockRate()).unsigned(0x9F, 2));
            }
        });
    }
}
