package org.ducksoup.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ducksoup.cluster.lease.ServerLease.State;
import org.junit.jupiter.api.Test;

/** When a server may serve. The lease is 4 s. */
class ServerLeaseTest {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
    private Members members = Members.of(List.of("a", "b", "c"));
    private int lives;
    private final ServerLease lease =
            new ServerLease("a", Duration.ofSeconds(4), () -> nanos, () -> members, () -> "life " + ++lives);

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private boolean mayServe() {
        return nanos - lease.validUntilNanos() < 0;
    }

    private void hold() {
        lease.begin().granted("b");
    }

    @Test
    void aServerAloneHasNoLease() {
        lease.begin();
        assertThat(lease.state()).isEqualTo(State.NONE);
        assertThat(mayServe()).isFalse();
        assertThat(lease.mayBegin()).isFalse();
    }

    @Test
    void withMoreThanHalfItLastsFromTheBeginOfTheRound() {
        ServerLease.Round round = lease.begin();
        pass(1000);
        round.granted("b");
        assertThat(lease.state()).isEqualTo(State.HELD);
        assertThat(lease.mayBegin()).isTrue();
        pass(2999);
        assertThat(mayServe()).isTrue();
        pass(1);
        assertThat(mayServe()).isFalse();
        assertThat(lease.state()).isEqualTo(State.LOST);
        assertThat(lease.mayBegin()).isFalse();
    }

    @Test
    void strangersAndTheSameServerTwiceAreNotEnough() {
        members = Members.of(List.of("a", "b", "c", "d", "e"));
        ServerLease.Round round = lease.begin();
        round.granted("b");
        round.granted("b");
        round.granted("stranger");
        assertThat(lease.state()).isEqualTo(State.NONE);
        round.granted("c");
        assertThat(lease.state()).isEqualTo(State.HELD);
    }

    @Test
    void nothingRevivesALeaseThatHasRunOutNotEvenAnAnswerToALaterQuestion() {
        hold();
        pass(3999);
        ServerLease.Round late = lease.begin();
        pass(1);
        late.granted("b");
        assertThat(lease.state()).isEqualTo(State.LOST);
        hold();
        assertThat(lease.state()).isEqualTo(State.LOST);
        assertThat(mayServe()).isFalse();
    }

    @Test
    void halfOfFourLetsInteractionsGoOnAndNoneBegin() {
        members = Members.of(List.of("a", "b", "c", "d"));
        ServerLease.Round round = lease.begin();
        round.granted("b");
        assertThat(mayServe()).as("before there was more than half").isFalse();
        round.granted("c");
        pass(3000);
        lease.begin().granted("b");
        pass(3000);
        assertThat(mayServe()).isTrue();
        assertThat(lease.state()).isEqualTo(State.HELD);
        assertThat(lease.mayBegin()).isFalse();
    }

    @Test
    void oneOfTwoGoesOnAlone() {
        members = Members.of(List.of("a", "b"));
        hold();
        for (int i = 0; i < 10; i++) {
            pass(1000);
            lease.begin();
        }
        assertThat(mayServe()).isTrue();
        assertThat(lease.mayBegin()).isFalse();
        members = members.forgetting("b");
        lease.begin();
        assertThat(lease.mayBegin()).isTrue();
    }

    @Test
    void aLifeThatWasDeclaredOverEndsAtOnce() {
        hold();
        lease.denied(new Identity("a", "another"));
        assertThat(mayServe()).isTrue();
        lease.denied(lease.identity());
        assertThat(lease.state()).isEqualTo(State.LOST);
        assertThat(mayServe()).isFalse();
        assertThat(lease.mayBegin()).isFalse();
    }

    @Test
    void aNewLifeGetsNothingFromTheQuestionsOfTheOldOne() {
        hold();
        ServerLease.Round old = lease.begin();
        Identity before = lease.identity();
        assertThat(lease.beginLife()).isEqualTo(before);
        assertThat(lease.identity()).isNotEqualTo(before);
        assertThat(mayServe()).as("a life that ends early").isFalse();
        old.granted("b");
        assertThat(lease.state()).isEqualTo(State.NONE);
        assertThat(mayServe()).isFalse();
        hold();
        assertThat(lease.state()).isEqualTo(State.HELD);
    }

    @Test
    void anOlderRoundThatEndsLateDoesNotShortenALease() {
        ServerLease.Round old = lease.begin();
        pass(1000);
        hold();
        long until = lease.validUntilNanos();
        old.granted("b");
        assertThat(lease.validUntilNanos()).isEqualTo(until);
    }
}
