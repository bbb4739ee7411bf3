package org.ducksoup.gstreamer.pipeline;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts that pipelines are made of, after they have been tried. Immutable.
 *
 * @param jitterBuffer properties of {@code rtpjitterbuffer}
 * @param byCodec pieces of each codec without a graphics card
 * @param nvidia pieces of H264 with a graphics card; null if this installation has none, or is not to use it
 * @param unusable reasons why codecs do not work here
 */
public record PipelineTexts(
        String jitterBuffer,
        Map<Codec, CodecTexts> byCodec,
        @Nullable CodecTexts nvidia,
        Map<Codec, String> unusable) {
    private static final Logger LOGGER = LoggerFactory.getLogger(PipelineTexts.class);
    /** A burst of packets is no delay. With drop-on-latency it would cause gaps. */
    public static final String JITTER_BUFFER = "do-lost=true faststart-min-packets=1";

    public PipelineTexts {
        byCodec = new EnumMap<>(byCodec);
        unusable = new TreeMap<>(unusable);
    }

    public static PipelineTexts builtIn() {
        Map<Codec, CodecTexts> texts = new EnumMap<>(Codec.class);
        for (Codec codec : Codec.values()) {
            texts.put(codec, CodecTexts.builtIn(codec));
        }
        return new PipelineTexts(JITTER_BUFFER, texts, null, Map.of());
    }

    CodecTexts of(Codec codec, Set<Option> options) {
        if (codec == Codec.H264 && options.contains(Option.GPU)) {
            if (nvidia != null) {
                return nvidia;
            }
            LOGGER.warn(
                    "gpu was asked for, but x264 encodes: set DUCKSOUP_NVCODEC=true on a host with an NVIDIA graphics"
                            + " card and GStreamer's nvcodec plug-in; the start's log says what is missing");
        }
        CodecTexts texts = byCodec.get(codec);
        return texts == null ? CodecTexts.builtIn(codec) : texts;
    }

    /** A latency that the operator wrote is fixed; otherwise it follows the network. */
    boolean hasFixedLatency() {
        return jitterBuffer.matches("(.*\\s)?latency\\s*=.*");
    }
}
