package org.ducksoup.sfu.bitrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.FakeSender;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.effect.FakePipelines;
import org.junit.jupiter.api.Test;

/** The effect of reports on encoders and browsers. */
class BitrateControlTest {
    private final House house = new House();
    private final FakePipelines pipelines = new FakePipelines();
    private final Estimates estimates = new Estimates();

    private void install(Estimates factory) {
        house.estimators.addFactory(factory, Map.of("ducksoup.estimator.name", "loss"));
    }

    private House.Client mirror(String videoFx) {
        house.pipelines.setFactory(pipelines);
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), null, videoFx))
                .connect()
                .answer();
        house.timer.pass(Duration.ofMillis(300));
        return me;
    }

    private static long last(List<Bitrate> limits) {
        return limits.get(limits.size() - 1).bitsPerSecond();
    }

    /** The settings allow a video rate that is too low for even a poor picture. */
    @Test
    void veryLowRatesEndNoInteraction() {
        House poor = new House(Map.of(
                "audioMinBitrate", 16_000,
                "audioDefaultBitrate", 16_000,
                "audioMaxBitrate", 16_000,
                "videoMinBitrate", 1_000,
                "videoDefaultBitrate", 5_000,
                "videoMaxBitrate", 8_000));
        poor.estimators.addFactory(estimates, Map.of("ducksoup.estimator.name", "loss"));
        poor.join("me", 1, 60).connect().answer();
        poor.timer.pass(Duration.ofSeconds(2));
        assertThat(poor.events(InteractionEvent.InteractionEnded.class)).isEmpty();
        assertThat(estimates.made).hasSize(1);
    }

    @Test
    void theBrowserIsToldWhatItsReceiverCanTakeAudioFirst() {
        install(estimates);
        House.Client me = mirror(null);
        assertThat(estimates.made).hasSize(1);
        assertThat(last(me.audio.limits)).isEqualTo(64_000);
        assertThat(last(me.video.limits)).isBetween(1_199_000L, 1_200_000L);

        estimates.last().target = new Bitrate(400_000);
        house.timer.pass(Duration.ofMillis(200));
        long audio = last(me.audio.limits);
        long video = last(me.video.limits);
        assertThat(audio).isEqualTo(64_000);
        assertThat(video).isBetween(270_000L, 310_000L);
        assertThat(house.events(InteractionEvent.TargetBitrate.class)).hasSizeGreaterThanOrEqualTo(3);

        estimates.last().target = estimates.last().range.min();
        house.timer.pass(Duration.ofMillis(200));
        assertThat(last(me.audio.limits)).isEqualTo(16_000);
        assertThat(last(me.video.limits)).isBetween(30_000L, 30_001L);
    }

    @Test
    void anEncoderFollowsWithinItsRange() {
        install(estimates);
        House.Client me = mirror("coloreffects name=fx");
        Map<MediaKind, Bitrate> targets = pipelines.last().targets;
        assertThat(targets.get(MediaKind.VIDEO).bitsPerSecond()).isBetween(550_000L, 610_000L);
        estimates.last().target = new Bitrate(100_000);
        house.timer.pass(Duration.ofMillis(200));
        assertThat(targets.get(MediaKind.VIDEO)).isEqualTo(new Bitrate(200_000));
        estimates.last().target = estimates.last().range.max();
        house.timer.pass(Duration.ofMillis(200));
        assertThat(targets.get(MediaKind.VIDEO).bitsPerSecond()).isBetween(1_199_000L, 1_200_000L);
        assertThat(me.video.limits).as("its browser sends what it likes").isEmpty();
    }

    @Test
    void theSlowestReceiverCounts() {
        install(estimates);
        House.Client[] all = new House.Client[3];
        for (int i = 0; i < 3; i++) {
            all[i] = house.join(House.request("user" + i, 3, 60));
        }
        for (House.Client client : all) {
            client.connect();
        }
        for (House.Client client : all) {
            client.answer();
        }
        house.timer.pass(Duration.ofMillis(300));
        assertThat(estimates.made).hasSize(3);
        // These are the tracks of two videos and two voices.
        estimates.made.get(0).target = new Bitrate(600_000);
        house.timer.pass(Duration.ofMillis(200));
        long held = last(all[1].video.limits);
        assertThat(held).isBetween(180_000L, 230_000L).isEqualTo(last(all[2].video.limits));
        assertThat(last(all[0].video.limits)).isGreaterThan(1_190_000);
    }

    /**
     * The interaction continues and is recorded. The rate that the absent participant could receive no longer counts.
     */
    @Test
    void whoIsLeftAloneSendsAtFullRateAgain() {
        install(estimates);
        House.Client ann = house.join(House.request("ann", 2, 60));
        House.Client bob = house.join(House.request("bob", 2, 60));
        ann.connect();
        bob.connect();
        ann.answer();
        bob.answer();
        house.timer.pass(Duration.ofMillis(300));
        estimates.made.forEach(estimate -> estimate.target = new Bitrate(150_000));
        house.timer.pass(Duration.ofMillis(200));
        assertThat(last(ann.video.limits)).isLessThan(130_000);
        bob.session.leave();
        house.timer.pass(Duration.ofMillis(400));
        assertThat(last(ann.video.limits)).isEqualTo(1_200_000);
        assertThat(last(ann.audio.limits)).isEqualTo(64_000);
        int told = ann.video.limits.size();
        house.timer.pass(Duration.ofSeconds(2));
        assertThat(ann.video.limits).as("once").hasSize(told);
    }

    @Test
    void reportsReachTheEstimatorOfTheirReceiver() {
        install(estimates);
        House.Client me = mirror(null);
        me.connection.senders.forEach(
                sender -> sender.feedback.onReceiverReport(new LossReport(0.5, 50, 3, Duration.ZERO, Duration.ZERO)));
        me.connection.listener.onTransportFeedback(new ArrivalFeedback(List.of()));
        assertThat(estimates.last().reports).isEqualTo(2);
        assertThat(estimates.last().feedbacks).isEqualTo(1);
    }

    /**
     * A datagram may hold a hundred reports, and a thousand datagrams may arrive before the interaction's thread reads
     * them.
     */
    @Test
    void aFloodOfFeedbackWaitsAsOneOfEach() {
        install(estimates);
        House.Client me = mirror(null);
        int before = estimates.last().reports;
        int senders = me.connection.senders.size();
        house.events.clear();
        List<Runnable> waiting = new ArrayList<>();
        house.pool = waiting::add;
        for (int i = 0; i < 1000; i++) {
            me.connection.senders.forEach(sender -> {
                sender.feedback.onReceiverReport(new LossReport(0.5, 50, 3, Duration.ZERO, Duration.ZERO));
                sender.feedback.onKeyFrameRequest("PLI");
            });
        }
        while (!waiting.isEmpty()) {
            waiting.remove(0).run();
        }
        house.pool = Runnable::run;
        assertThat(estimates.last().reports - before).isEqualTo(senders);
        assertThat(house.events.stream()
                        .filter(event -> event instanceof InteractionEvent.KeyFrameRequested
                                || event instanceof InteractionEvent.KeyFrameRequestSkipped))
                .hasSizeBetween(1, senders);
        me.connection.senders.forEach(
                sender -> sender.feedback.onReceiverReport(new LossReport(0.5, 50, 3, Duration.ZERO, Duration.ZERO)));
        assertThat(estimates.last().reports - before)
                .as("and the next is heard")
                .isEqualTo(2 * senders);
    }

    @Test
    void theRoundTripIsInTheSamplesOnceAReceiverHasTold() {
        House.Client me = mirror(null);
        house.timer.pass(Duration.ofSeconds(1));
        assertThat(house.events(InteractionEvent.InboundReport.class))
                .isNotEmpty()
                .allMatch(report -> report.roundTrip() == null);
        house.events.clear();
        Duration measured = Duration.ofMillis(23);
        me.connection.senders.forEach(
                sender -> sender.feedback.onReceiverReport(new LossReport(0, 50, 0, Duration.ZERO, measured)));
        // An estimator that has no measurements yet does not lower a rate.
        me.connection.senders.forEach(
                sender -> sender.feedback.onReceiverReport(new LossReport(0, 50, 0, Duration.ZERO, Duration.ZERO)));
        house.timer.pass(Duration.ofSeconds(1));
        assertThat(house.events(InteractionEvent.InboundReport.class))
                .isNotEmpty()
                .allMatch(report -> measured.equals(report.roundTrip()));
    }

    @Test
    void whatBrowsersReportOfEachPacketIsSummedUpEverySecond() {
        House.Client me = mirror(null);
        ArrivalFeedback feedback = new ArrivalFeedback(List.of(
                new ArrivalFeedback.PacketResult(1, 20, 1200),
                new ArrivalFeedback.PacketResult(2, ArrivalFeedback.PacketResult.LOST, 1200)));
        me.connection.listener.onTransportFeedback(feedback);
        me.connection.listener.onTransportFeedback(feedback);
        me.connection.listener.onTransportFeedback(new ArrivalFeedback(List.of()));
        house.timer.pass(Duration.ofSeconds(3));
        assertThat(house.events(InteractionEvent.TransportFeedbackReceived.class))
                .as("nothing is told of a second without feedback")
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.reports()).isEqualTo(3);
                    assertThat(told.packets()).isEqualTo(4);
                    assertThat(told.lost()).isEqualTo(2);
                });
    }

    /** Opus protects its packets only if it knows that some of them are lost. */
    @Test
    void theEncoderIsToldOfTheLossItsReceiversReport() {
        install(estimates);
        house.pipelines.setFactory(pipelines);
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", null))
                .connect()
                .answer();
        FakeSender voice = me.connection.senders.stream()
                .filter(sender -> sender.track().kind() == MediaKind.AUDIO)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            voice.feedback.onReceiverReport(new LossReport(0.08, 50, 3, Duration.ZERO, Duration.ZERO));
        }
        assertThat(pipelines.last().losses).containsExactly(Map.entry(MediaKind.AUDIO, 0.08));
        for (int i = 0; i < 20; i++) {
            voice.feedback.onReceiverReport(new LossReport(0, 50, 3, Duration.ZERO, Duration.ZERO));
        }
        assertThat(pipelines.last().losses).containsExactly(Map.entry(MediaKind.AUDIO, 0.0));
    }

    /** The bundle is replaced during a call, without any effect on the call. */
    @Test
    void anotherEstimatorStartsFromTheLastTarget() {
        install(estimates);
        House.Client me = mirror(null);
        estimates.last().target = new Bitrate(500_000);
        house.timer.pass(Duration.ofMillis(200));
        long before = last(me.video.limits);
        house.estimators.removeFactory(estimates, Map.of("ducksoup.estimator.name", "loss"));
        house.timer.pass(Duration.ofSeconds(2));
        assertThat(last(me.video.limits)).isEqualTo(before);
        Estimates other = new Estimates();
        install(other);
        house.timer.pass(Duration.ofMillis(200));
        assertThat(other.last().range.initial()).isEqualTo(new Bitrate(500_000));
        assertThat(last(me.video.limits)).isEqualTo(before);
        other.last().target = new Bitrate(900_000);
        house.timer.pass(Duration.ofMillis(200));
        assertThat(last(me.video.limits)).isGreaterThan(before);
    }

    @Test
    void anEstimatorThatFailsHarmsNobody() {
        install(estimates);
        House.Client me = mirror(null);
        estimates.last().target = new Bitrate(500_000);
        house.timer.pass(Duration.ofMillis(200));
        long before = last(me.video.limits);
        estimates.last().fails = true;
        house.timer.pass(Duration.ofSeconds(2));
        assertThat(last(me.video.limits)).isEqualTo(before);
        assertThat(estimates.made).hasSize(1);
        assertThat(me.closed).isFalse();
    }

    @Test
    void withoutAnyEstimatorEverythingIsAllowed() {
        House.Client me = mirror(null);
        assertThat(last(me.video.limits)).isGreaterThan(1_190_000);
    }
}
