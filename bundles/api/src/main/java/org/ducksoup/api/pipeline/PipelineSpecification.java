package org.ducksoup.api.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * Everything a pipeline is built from: plain data, so that it can be sent to another process.
 *
 * @param name appears in logs, for instance {@code namespace/interaction/user}
 * @param maxPacketSize largest RTP packet to come out, in bytes from its first header byte to its last; from 128 to 65535
 * @param media what is processed; one entry per kind at most; media that is not listed is not pushed
 */
public record PipelineSpecification(String name, int maxPacketSize, List<Processing> media) {
    /** @throws IllegalArgumentException if the packet size is out of range */
    public PipelineSpecification {
        if (maxPacketSize < 128 || maxPacketSize > 65535) {
            throw new IllegalArgumentException("a packet has 128 to 65535 bytes, not " + maxPacketSize);
        }
        media = List.copyOf(media);
    }

    /**
     * @param codec of the packets in and out
     * @param payloadType of the packets in and out (RFC 3550)
     * @param clockRate of the packets, in Hz
     * @param treatment what happens to the medium on its way
     */
    public record Processing(Codec codec, int payloadType, int clockRate, Treatment treatment) {
        public MediaKind kind() {
            return codec.kind();
        }
    }

    /** What a pipeline does to one medium. */
    public sealed interface Treatment {
        /** Packets pass as they are: recording mode {@code direct}. */
        record Unchanged() implements Treatment {}

        /** Packets pass as they are, sorted by the jitter buffer: recording mode {@code rtpbin_only}. */
        record Sorted() implements Treatment {}

        /**
         * Decoded, changed, encoded.
         *
         * @param picture size and rate enforced before the effects; null for audio
         * @param effects in the order the medium passes through them; may be empty
         * @param bitrate of the encoder
         */
        record Transcoded(@Nullable Picture picture, List<Element> effects, BitrateRange bitrate, Set<Option> options)
                implements Treatment {
            public Transcoded {
                effects = List.copyOf(effects);
                options = Set.copyOf(options);
            }
        }
    }

    /** How a medium is transcoded, if not in the usual way. */
    public enum Option {
        /** Decoded, converted and encoded by the graphics card where this installation can; otherwise not, and logged. */
        GPU,
        /** The time is written on the picture. */
        TIME_OVERLAY,
        /** The listener hears how loud the sound is in front of the effects ({@link PipelineListener#onAudioLevel}). */
        AUDIO_LEVELS
    }

    /**
     * @param width pixels
     * @param height pixels
     * @param frameRate frames per second; 0 to let pictures pass at whatever rate they come
     */
    public record Picture(int width, int height, int frameRate) {}

    /**
     * One effect of a chain.
     *
     * @param factory name of a lab's {@link org.ducksoup.api.effect.EffectFactory}, which is looked for first, or of a
     *     GStreamer element, for instance {@code pitch}
     * @param controlName name the page controls it by, or null
     * @param properties initial values, as text that the element's own property type understands; set in the map's order
     */
    public record Element(String factory, @Nullable String controlName, Map<String, String> properties) {
        public Element {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }
}
