package org.ducksoup.gstreamer.pipeline;

import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.gstreamer.element.NativeElement;
import org.jspecify.annotations.Nullable;

/**
 * What the encoder of one medium is set to while media flow: its bitrate, and the loss it protects against. The values
 * outlive a pipeline, for the next one starts with them. Thread-safe.
 */
final class EncoderTuning {
    private final Processing processing;
    private volatile @Nullable Bitrate bitrate;
    private volatile int expectedLossPercent;

    EncoderTuning(Processing processing) {
        this.processing = processing;
    }

    void setBitrate(Bitrate wanted) {
        bitrate = wanted;
    }

    /** @param fraction of the packets, 0 to 1 */
    void setExpectedLoss(double fraction) {
        expectedLossPercent = (int) Math.ceil(100 * fraction);
    }

    void applyBitrate(NativePipeline pipeline) {
        NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
        if (encoder == null || !(processing.treatment() instanceof Treatment.Transcoded transcoded)) {
            return;
        }
        Bitrate asked = bitrate;
        Bitrate wanted = asked == null
                ? transcoded.bitrate().initial()
                : transcoded.bitrate().nearest(asked);
        Rate rate = rate(encoder.factory(), wanted);
        if (rate != null) {
            encoder.setTrusted(rate.property(), Long.toString(rate.value()));
        }
    }

    void applyExpectedLoss(NativePipeline pipeline) {
        NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
        String property = encoder == null ? null : expectedLossProperty(encoder.factory());
        if (encoder != null && property != null) {
            encoder.setTrusted(property, Integer.toString(expectedLossPercent));
        }
    }

    /** The property through which an encoder gets its rate. */
    private static @Nullable Rate rate(String factory, Bitrate bitrate) {
        return switch (factory) {
            case "vp8enc", "vp9enc" -> new Rate("target-bitrate", bitrate.bitsPerSecond());
            case "opusenc", "openh264enc" -> new Rate("bitrate", bitrate.bitsPerSecond());
            case "x264enc",
                    "nvh264enc",
                    "nvcudah264enc",
                    "nvautogpuh264enc",
                    "vah264enc",
                    "vaapih264enc",
                    "qsvh264enc" -> new Rate("bitrate", bitrate.kilobitsPerSecond());
            default -> null;
        };
    }

    /** The property through which an encoder gets the loss in percent; null if it protects nothing. */
    private static @Nullable String expectedLossProperty(String factory) {
        return factory.equals("opusenc") ? "packet-loss-percentage" : null;
    }

    /** @param value in the property's own unit */
    private record Rate(String property, long value) {}
}
