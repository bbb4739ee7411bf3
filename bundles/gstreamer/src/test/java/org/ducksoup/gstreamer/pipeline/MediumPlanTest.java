package org.ducksoup.gstreamer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.junit.jupiter.api.Test;

/**
 * Compares the plans of pipelines with files, so that every change is seen. Run with -Dgolden.write=true to accept a
 * change.
 */
final class MediumPlanTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void opus() throws Exception {
        compare("opus-pitch", Specifications.audio(Specifications.named("pitch", "fx", "pitch", "0.8")));
    }

    @Test
    void opusChain() throws Exception {
        compare(
                "opus-chain",
                Specifications.audio(
                        Specifications.element("pitch", "pitch", "0.8"), Specifications.element("audioecho")));
    }

    @Test
    void h264() throws Exception {
        compare(
                "h264-coloreffects",
                Specifications.video(Codec.H264, Specifications.element("coloreffects", "preset", "xpro")));
    }

    @Test
    void vp8() throws Exception {
        compare(
                "vp8-coloreffects",
                Specifications.video(Codec.VP8, Specifications.element("coloreffects", "preset", "xpro")));
    }

    @Test
    void vp8Chain() throws Exception {
        compare(
                "vp8-chain",
                Specifications.video(
                        Codec.VP8, Specifications.element("coloreffects"), Specifications.element("videoflip")));
    }

    @Test
    void vp8WithAName() throws Exception {
        compare(
                "vp8-named",
                Specifications.video(
                        Codec.VP8,
                        Specifications.element("coloreffects"),
                        Specifications.named("videoflip", "fx"),
                        Specifications.element("videobalance")));
    }

    private static void compare(String name, Processing processing) throws Exception {
        String text = MediumPlan.of(
                        processing,
                        1200,
                        new MediumPlan.Tuning(-1, 10, 3840, PipelineTexts.builtIn()),
                        new LabEffects())
                .text();
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
