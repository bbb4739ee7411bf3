package org.ducksoup.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.webhooks.Sender.Outcome;
import org.ducksoup.webhooks.Sender.Result;
import org.junit.jupiter.api.Test;

/** What waits for a receiver: in order, again, and not for ever. */
class OutboxTest {
    /** Notes what it is to send. The test answers. */
    private static final class FakeSender implements Sender {
        final List<String> sent = new ArrayList<>();
        final List<Consumer<Result>> answers = new ArrayList<>();
        int ended;

        @Override
        public Runnable send(Delivery delivery, Consumer<Result> onResult) {
            sent.add(delivery.id());
            answers.add(onResult);
            return () -> {
                ended++;
                // As a future that is cancelled says so.
                onResult.accept(new Result(Outcome.FAILED, "cancelled"));
            };
        }

        void answer(Outcome outcome) {
            answers.get(answers.size() - 1).accept(new Result(outcome, "it answered 500"));
        }
    }

    private final FakeSender sender = new FakeSender();
    private final VirtualTimer timer = new VirtualTimer();
    private final Outbox outbox = new Outbox("https://study.example", sender, timer);

    private void add(String... ids) {
        for (String id : ids) {
            outbox.add(new Delivery(id, "{}"));
        }
    }

    @Test
    void oneIsSentAfterTheOther() {
        add("a", "b");
        assertThat(sender.sent).containsExactly("a");
        sender.answer(Outcome.ACCEPTED);
        assertThat(sender.sent).containsExactly("a", "b");
        sender.answer(Outcome.ACCEPTED);
        assertThat(outbox.size()).isZero();
        assertThat(outbox.lost()).as("no outage").isNull();
        assertThat(timer.pending()).as("nothing is left to be done").isZero();
    }

    @Test
    void whatFailsIsSentAgainWithGrowingPausesAndTheOthersWait() {
        add("a", "b");
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sender.answer(Outcome.FAILED);
            long before = timer.nanoTime();
            int attempts = sender.sent.size();
            while (sender.sent.size() == attempts) {
                timer.pass(Duration.ofSeconds(1));
            }
            seconds.add((timer.nanoTime() - before) / 1_000_000_000);
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(sender.sent).hasSize(10).containsOnly("a");
        assertThat(outbox.lost()).as("an outage, and nothing lost").isZero();
        sender.answer(Outcome.ACCEPTED);
        sender.answer(Outcome.ACCEPTED);
        assertThat(sender.sent).endsWith("a", "b");
        assertThat(outbox.lost()).isNull();
    }

    @Test
    void aPauseIsShortAgainAfterASuccess() {
        add("a", "b");
        sender.answer(Outcome.FAILED);
        timer.pass(Duration.ofSeconds(1));
        sender.answer(Outcome.FAILED);
        timer.pass(Duration.ofSeconds(2));
        sender.answer(Outcome.ACCEPTED);
        sender.answer(Outcome.FAILED);
        timer.pass(Duration.ofSeconds(1));
        assertThat(sender.sent).containsExactly("a", "a", "a", "b", "b");
    }

    @Test
    void aReceiverThatHangsHasFailed() {
        add("a");
        timer.pass(Outbox.MAX_ATTEMPT);
        assertThat(sender.ended).as("the connection is not kept").isEqualTo(1);
        assertThat(outbox.lost()).isZero();
        timer.pass(Outbox.FIRST_PAUSE);
        assertThat(sender.sent).containsExactly("a", "a");
        sender.answers.get(0).accept(Result.accepted());
        assertThat(outbox.size())
                .as("what comes late of an ended attempt is no answer")
                .isEqualTo(1);
        sender.answer(Outcome.ACCEPTED);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aMessageThatIsRefusedIsNotSentAgain() {
        add("a", "b");
        sender.answer(Outcome.REFUSED);
        assertThat(sender.sent).containsExactly("a", "b");
        assertThat(outbox.lost()).isEqualTo(1);
        sender.answer(Outcome.ACCEPTED);
        assertThat(outbox.lost()).isNull();
    }

    @Test
    void whatIsTooOldIsLost() {
        add("old");
        sender.answer(Outcome.FAILED);
        timer.pass(Outbox.MAX_AGE.minusMinutes(1));
        add("young");
        while (outbox.size() == 2) {
            int attempts = sender.sent.size();
            sender.answer(Outcome.FAILED);
            if (outbox.size() == 2) {
                timer.pass(Outbox.MAX_PAUSE);
                assertThat(sender.sent).hasSizeGreaterThan(attempts);
            }
        }
        assertThat(outbox.lost()).isEqualTo(1);
        timer.pass(Outbox.MAX_PAUSE);
        assertThat(sender.sent).endsWith("young").hasSizeLessThan(80);
    }

    @Test
    void theQueueIsBounded() {
        for (int i = 0; i <= Outbox.MAX_WAITING + 1; i++) {
            add("m" + i);
        }
        assertThat(outbox.size()).isEqualTo(Outbox.MAX_WAITING);
        assertThat(outbox.lost()).isEqualTo(2);
        sender.answer(Outcome.ACCEPTED);
        assertThat(sender.sent)
                .as("the one on its way is kept, the oldest behind it go")
                .containsExactly("m0", "m3");
    }

    @Test
    void whatWorksIsWaitedForAtTheEndAndAnOutageIsNot() {
        outbox.close(Duration.ofSeconds(5)); // nothing waits
        Outbox down = new Outbox("https://study.example", sender, timer);
        down.add(new Delivery("a", "{}"));
        sender.answer(Outcome.FAILED);
        down.close(Duration.ofDays(1));
        assertThat(down.size()).isZero();
        down.add(new Delivery("b", "{}"));
        timer.pass(Duration.ofHours(2));
        assertThat(sender.sent).as("nothing is sent after the end").containsExactly("a");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatIsBeingSentAtTheEndGetsALittleTime() throws InterruptedException {
        add("a");
        Thread end = new Thread(() -> outbox.close(Duration.ofMinutes(1)));
        end.start();
        while (end.getState() != Thread.State.TIMED_WAITING) {
            assertThat(end.isAlive()).as("it waits").isTrue();
            Thread.onSpinWait();
        }
        sender.answer(Outcome.ACCEPTED);
        end.join(30_000);
        assertThat(end.isAlive()).isFalse();
        assertThat(outbox.lost()).isNull();
    }
}
