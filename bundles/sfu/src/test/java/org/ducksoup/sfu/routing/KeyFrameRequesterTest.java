package org.ducksoup.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.sfu.FakeReceiver;
import org.junit.jupiter.api.Test;

class KeyFrameRequesterTest {
    private final VirtualTimer timer = new VirtualTimer();
    private final FakeReceiver source = new FakeReceiver(Codec.VP8, 1);
    private final List<String> log = new ArrayList<>();
    private final KeyFrameRequester requester = new KeyFrameRequester(
            source::requestKeyFrame, source::roundTripTime, timer, new KeyFrameRequester.Listener() {
                @Override
                public void onSent(KeyFrameCause cause) {
                    log.add("sent " + cause.token());
                }

                @Override
                public void onSkipped(KeyFrameCause cause) {
                    log.add("skipped " + cause.token());
                }
            });

    private void request(KeyFrameCause cause) {
        requester.request(cause, Runnable::run);
    }

    @Test
    void theFirstAtOnce() {
        request(KeyFrameCause.PLI);
        assertThat(source.keyFrameRequests).isEqualTo(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatComesTooSoonIsMadeLaterAndOnce() {
        request(KeyFrameCause.PLI);
        timer.pass(Duration.ofMillis(100));
        request(KeyFrameCause.FIR);
        request(KeyFrameCause.GAP);
        timer.pass(Duration.ofMillis(199));
        assertThat(source.keyFrameRequests).isEqualTo(1);
        timer.pass(Duration.ofMillis(1));
        assertThat(source.keyFrameRequests).isEqualTo(2);
        assertThat(log).containsExactly("sent PLI", "skipped FIR", "skipped gap", "sent FIR");
        timer.passSeconds(10);
        assertThat(source.keyFrameRequests).isEqualTo(2);
    }

    @Test
    void neverMoreThanOneInTheInterval() {
        for (int milli = 0; milli < 3000; milli++) {
            request(KeyFrameCause.PLI);
            timer.pass(Duration.ofMillis(1));
        }
        assertThat(source.keyFrameRequests).isBetween(10, 11);
        assertThat(log).as("nor more than one line of those put off").hasSizeLessThanOrEqualTo(22);
    }

    /** A requested key frame cannot arrive before one round trip has passed. */
    @Test
    void overASlowNetworkOncePerRoundTrip() {
        source.roundTripTime = Duration.ofMillis(700);
        for (int milli = 0; milli < 7000; milli++) {
            request(KeyFrameCause.PLI);
            timer.pass(Duration.ofMillis(1));
        }
        assertThat(source.keyFrameRequests).isBetween(10, 11);
    }

    @Test
    void atOnceAgainAfterAPause() {
        request(KeyFrameCause.PLI);
        timer.pass(KeyFrameRequester.INTERVAL);
        request(KeyFrameCause.FIR);
        assertThat(log).containsExactly("sent PLI", "sent FIR");
    }

    /** NTP sets the clock back by an hour, but no participant waits an hour for a picture. */
    @Test
    void aClockThatIsSetBackStopsNothing() {
        request(KeyFrameCause.PLI);
        timer.step(Duration.ofHours(-1));
        timer.pass(Duration.ofMillis(301));
        request(KeyFrameCause.FIR);
        assertThat(source.keyFrameRequests).isEqualTo(2);
    }
}
