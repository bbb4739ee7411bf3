package org.ducksoup.api.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * Everything a pipeline is built from: plain data, so that it can be sent to another process.
 *
 * @param name appears in logs, for instance {@code namespace/interaction/user}
 * @param maxPacketSize largest RTP packet to come out, in bytes from its first header byte to its last; from 128 to 65535
 * @param media what is processed; one entry per kind at most, media without an effect is not in here
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
     * @param picture size and rate enforced before the effect; null for audio
     * @param effect what is applied
     * @param bitrate of the encoder
     */
    public record Processing(
            Codec codec,
            int payloadType,
            int clockRate,
            @Nullable Picture picture,
            EffectSpecification effect,
            BitrateRange bitrate) {
        public MediaKind kind() {
            return codec.kind();
        }
    }

    /**
     * @param width pixels
     * @param height pixels
     * @param frameRate frames per second
     */
    public record Picture(int width, int height, int frameRate) {}

    /** What a lab's or a researcher's effect is made of. */
    public sealed interface EffectSpecification {
        /** GStreamer elements in a row; names and values have been checked, and are set as typed properties. */
        record Elements(List<Element> elements) implements EffectSpecification {
            public Elements {
                elements = List.copyOf(elements);
            }
        }

        /**
         * A registered {@link org.ducksoup.api.effect.EffectFactory}, found by name where the pipeline runs.
         *
         * @param effectName its {@link org.ducksoup.api.effect.EffectName}
         * @param controlName name the page controls it by, or null
         * @param settings initial values
         */
        record Named(String effectName, @Nullable String controlName, Map<String, String> settings)
                implements EffectSpecification {
            public Named {
                settings = Map.copyOf(settings);
            }
        }
    }

    /**
     * @param factory name of the element's factory, for instance {@code pitch}
     * @param controlName name the page controls it by, or null
     * @param properties initial values, as text that the element's own property type understands; set in the map's order
     */
    public record Element(String factory, @Nullable String controlName, Map<String, String> properties) {
        public Element {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }
}
