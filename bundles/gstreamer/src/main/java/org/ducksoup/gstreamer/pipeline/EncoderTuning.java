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
        MediumPlan.EncoderRate rate = MediumPlan.encoderRate(encoder.factory(), wanted);
        if (rate != null) {
            encoder.setTrusted(rate.property(), Long.toString(rate.value()));
        }
    }

    void applyExpectedLoss(NativePipeline pipeline) {
        NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
        String property = encoder == null ? null : MediumPlan.expectedLossProperty(encoder.factory());
        if (encoder != null && property != null) {
            encoder.setTrusted(property, Integer.toString(expectedLossPercent));
        }
    }
}
