package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;

/** One pipeline for sound, its sender whose network fails for a while, and what came out. */
record OutageTrial(RtpRecording sent, CollectedOutput output, MediaPipeline pipeline, Thread sender, double outageEnd) {
    static final double BEFORE_SECONDS = 4.2;
    static final double AFTER_SECONDS = 5;

    /** A beep twice a second. */
    static RtpRecording beeps(double seconds) {
        return RtpRecording.of(
                Codec.OPUS,
                "audiotestsrc wave=ticks freq=800 sine-periods-per-tick=16 tick-interval=500000000 num-buffers="
                        + Math.round(seconds * 50)
                        + " samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1");
    }

    static OutageTrial begin(GStreamerPipelineFactory factory, RtpRecording sent, Element effect, double outage)
            throws Exception {
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline = factory.build(Specifications.of(Specifications.audio(effect)), output);
        output.awaitStart();
        return new OutageTrial(sent, output, pipeline, sent.play(pipeline), BEFORE_SECONDS + outage);
    }

    void finish() throws InterruptedException {
        sender.join();
        output.awaitQuiet();
        pipeline.close();
    }

    /** By how many milliseconds each beep is off, relative to those before the outage. */
    List<Long> shifts() {
        RtpRecording inOrder = sent.inOrder();
        List<Double> wet = Beeps.at(output.sound(), output.packetSeconds());
        List<Double> dry = Beeps.at(CollectedOutput.sound(inOrder), inOrder.mediaSeconds());
        if (wet.isEmpty()) {
            return List.of();
        }
        double[] before = wet.stream()
                .map(beep -> beep - wet.get(0))
                .filter(seconds -> seconds < BEFORE_SECONDS - 1)
                .mapToDouble(seconds -> seconds - Math.round(2 * seconds) / 2.0)
                .sorted()
                .toArray();
        double offset = wet.get(0) + before[before.length / 2] - dry.get(0);
        List<Long> shifts = new ArrayList<>();
        for (double beep : wet) {
            double expected = dry.stream()
                    .min((a, b) -> Double.compare(Math.abs(a + offset - beep), Math.abs(b + offset - beep)))
                    .orElseThrow();
            shifts.add(Math.round(1000 * (beep - offset - expected)));
        }
        return shifts;
    }

    /** How many beeps arrived, but for those of the last second, and did not come out. */
    long missing() {
        RtpRecording inOrder = sent.inOrder();
        List<Double> wet = Beeps.at(output.sound(), output.packetSeconds());
        List<Double> dry = Beeps.at(CollectedOutput.sound(inOrder), inOrder.mediaSeconds());
        double end = dry.get(dry.size() - 1) - 1;
        double offset = wet.get(0) - dry.get(0);
        return dry.stream()
                .filter(beep -> beep < end && wet.stream().noneMatch(out -> Math.abs(out - offset - beep) < 0.1))
                .count();
    }

    double outageSeconds() {
        return outageEnd - BEFORE_SECONDS;
    }

    double delayBefore() {
        return delay(1, BEFORE_SECONDS);
    }

    /** From two seconds after the outage on. */
    double delayAfter() {
        return delay(outageEnd + 2, Double.MAX_VALUE);
    }

    /**
     * How much later than usual the latest packet came that is to be heard, in seconds. A receiver plays everything as late as
     * that, for half a minute.
     */
    double latest() {
        List<CollectedOutput.Received> packets = output.packets(sent.kind());
        CollectedOutput.Received first = packets.get(0);
        return packets.stream()
                        .filter(p -> !p.overdue() && seconds(first, p) >= 1)
                        .mapToDouble(p -> (p.nanos() - first.nanos()) / 1e9 - seconds(first, p))
                        .max()
                        .orElseThrow()
                - delayBefore();
    }

    /** The median time from a packet's place in time to its coming out, in seconds, up to a constant. */
    private double delay(double from, double to) {
        List<CollectedOutput.Received> packets = output.packets(sent.kind());
        CollectedOutput.Received first = packets.get(0);
        double[] delays = packets.stream()
                .filter(p -> seconds(first, p) >= from && seconds(first, p) < to)
                .mapToDouble(p -> (p.nanos() - first.nanos()) / 1e9 - seconds(first, p))
                .sorted()
                .toArray();
        return delays.length == 0 ? Double.NaN : delays[delays.length / 2];
    }

    private static double seconds(CollectedOutput.Received first, CollectedOutput.Received packet) {
        return (packet.timestamp() - first.timestamp()) / 48_000.0;
    }
}
