package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;

/** One pipeline for pictures, which change between dark and bright twice a second, its sender, and what came out. */
record FlashTrial(RtpRecording sent, CollectedOutput output, MediaPipeline pipeline, Thread sender) {
    private static final Picture PICTURE = new Picture(320, 240, 30);
    private static final int FRAMES_OF_A_PIECE = 15;

    static RtpRecording flashes(int halfSeconds) {
        RtpRecording all = piece("0xff303030");
        for (int i = 1; i < halfSeconds; i++) {
            all = all.then(piece(i % 2 == 0 ? "0xff303030" : "0xffc0c0c0"));
        }
        return all;
    }

    private static RtpRecording piece(String color) {
        return RtpRecording.of(
                Codec.VP8,
                "videotestsrc num-buffers=" + FRAMES_OF_A_PIECE + " pattern=solid-color foreground-color=" + color
                        + " ! video/x-raw,width=320,height=240,framerate=30/1");
    }

    static FlashTrial begin(GStreamerPipelineFactory factory, RtpRecording sent, Element effect) throws Exception {
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline =
                factory.build(Specifications.of(Specifications.video(Codec.VP8, PICTURE, effect)), output);
        output.awaitStart();
        return new FlashTrial(sent, output, pipeline, sent.play(pipeline));
    }

    void finish() throws InterruptedException {
        sender.join();
        output.awaitQuiet();
        pipeline.close();
    }

    /**
     * By how many milliseconds each change of brightness is off, relative to the first one; empty if the effect lets none
     * be seen.
     */
    List<Long> shifts() {
        List<byte[]> pictures = output.pictures(Codec.VP8, PICTURE.width(), PICTURE.height());
        List<Double> seconds = output.packets(MediaKind.VIDEO).stream()
                .map(p -> p.timestamp() / (double) Codec.VP8.clockRate())
                .distinct()
                .toList();
        List<Double> changes = new ArrayList<>();
        for (int i = 1; i < Math.min(pictures.size(), seconds.size()); i++) {
            if (Math.abs(brightness(pictures.get(i)) - brightness(pictures.get(i - 1))) > 40) {
                changes.add(seconds.get(i));
            }
        }
        List<Long> shifts = new ArrayList<>();
        for (double change : changes) {
            double since = change - changes.get(0);
            shifts.add(Math.round(1000 * (since - Math.round(2 * since) / 2.0)));
        }
        return shifts;
    }

    private static double brightness(byte[] picture) {
        long sum = 0;
        int count = 0;
        for (int i = 1; i < picture.length; i += 4 * 16) {
            sum += picture[i] & 0xff;
            count++;
        }
        return (double) sum / count;
    }
}
