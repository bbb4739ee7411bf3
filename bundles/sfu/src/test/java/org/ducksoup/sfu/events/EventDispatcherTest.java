package org.ducksoup.sfu.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventDispatcherTest {
    private final AtomicLong now = new AtomicLong();
    private final EventDispatcher dispatcher = new EventDispatcher(now::get);

    @AfterEach
    void close() {
        dispatcher.close();
    }

    private static InteractionEvent event(int number) {
        return new InteractionEvent.OfferRequested(scope(), Integer.toString(number));
    }

    private static InteractionEvent sample() {
        return new InteractionEvent.InboundBitrate(scope(), MediaKind.AUDIO, new Bitrate(1));
    }

    private static InteractionEvent.Scope scope() {
        return new InteractionEvent.Scope(Instant.EPOCH, House.KEY, null, Instant.EPOCH, null);
    }

    private static String cause(InteractionEvent event) {
        return ((InteractionEvent.OfferRequested) event).cause();
    }

    @Test
    void everyObserverHearsEverythingInOrder() throws InterruptedException {
        BlockingQueue<InteractionEvent> first = new LinkedBlockingQueue<>();
        BlockingQueue<InteractionEvent> second = new LinkedBlockingQueue<>();
        dispatcher.addObserver(first::add);
        dispatcher.addObserver(second::add);
        for (int i = 0; i < 1000; i++) {
            dispatcher.publish(event(i));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(cause(first.poll(5, TimeUnit.SECONDS))).isEqualTo(Integer.toString(i));
            assertThat(cause(second.poll(5, TimeUnit.SECONDS))).isEqualTo(Integer.toString(i));
        }
    }

    /** They wait for each other for a moment, and not for an event of another kind. */
    @Test
    void samplesAreHeardAlsoWhenNothingElseHappens() throws InterruptedException {
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(heard::add);
        for (int i = 0; i < 20; i++) {
            dispatcher.publish(sample());
            dispatcher.publish(sample());
            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(sample());
            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(sample());
        }
    }

    /** An observer that hung is given up when it leaves, and returns when the next one is asleep already. */
    @Test
    void oneThatReturnsLateDoesNotKeepTheNextFromHearing() throws Exception {
        CompletableFuture<Thread> hanging = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        Recorder first = new Recorder(event -> {
            hanging.complete(Thread.currentThread());
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        dispatcher.addObserver(first);
        dispatcher.publish(sample());
        Thread old = hanging.get(5, TimeUnit.SECONDS);
        dispatcher.removeObserver(first);

        CompletableFuture<Thread> hearing = new CompletableFuture<>();
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(new Recorder(event -> {
            hearing.complete(Thread.currentThread());
            heard.add(event);
        }));
        dispatcher.publish(event(1));
        Thread next = hearing.get(5, TimeUnit.SECONDS);
        await().until(() -> next.getState() == Thread.State.WAITING);
        release.countDown();
        old.join();
        dispatcher.publish(sample());
        dispatcher.publish(sample());
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(event(1));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(sample());
    }

    /** An observer whose next version is of the same class. */
    private record Recorder(Consumer<InteractionEvent> hearing) implements InteractionObserver {
        @Override
        public void onEvent(InteractionEvent event) {
            hearing.accept(event);
        }
    }

    /** Three clients that flood, and an observer whose disk is slow: what waits is bounded, and what the server says is heard. */
    @Test
    void linesOfClientsAreKeptUpToSomeMegabytes() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            dispatcher.publish(line());
        }
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(e -> {
            try {
                release.await();
            } catch (InterruptedException x) {
                Thread.currentThread().interrupt();
            }
            heard.add(e);
        });
        for (int i = 0; i < 1000; i++) {
            dispatcher.publish(line());
        }
        dispatcher.publish(event(1));
        release.countDown();
        int chars = 0;
        InteractionEvent event = heard.poll(5, TimeUnit.SECONDS);
        for (; event instanceof InteractionEvent.ClientLogged; event = heard.poll(5, TimeUnit.SECONDS)) {
            chars += event.clientChars();
        }
        assertThat(cause(event)).isEqualTo("1");
        assertThat(chars).isBetween(ObserverPlace.MAX_CLIENT_CHARS - 60_005, ObserverPlace.MAX_CLIENT_CHARS + 60_005);
        assertThat(heard.poll(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(InteractionEvent.EventsLost.class, lost -> assertThat(lost.events())
                        .isBetween(800, 1000));
        dispatcher.publish(line());
        assertThat(heard.poll(5, TimeUnit.SECONDS)).as("there is room again").isEqualTo(line());
    }

    private static InteractionEvent line() {
        return new InteractionEvent.ClientLogged(scope(), new ClientLog("ext_x", "x".repeat(60_000)));
    }

    @Test
    void inTheFirstMinuteEveryObserverHearsWhatWasBefore() throws InterruptedException {
        for (int i = 0; i < 12_000; i++) {
            dispatcher.publish(event(i));
        }
        for (int observers = 0; observers < 2; observers++) {
            BlockingQueue<InteractionEvent> late = new LinkedBlockingQueue<>();
            dispatcher.addObserver(late::add);
            // Ten thousand events are kept; the oldest are dropped.
            for (int i = 2000; i < 12_000; i++) {
                assertThat(cause(late.poll(5, TimeUnit.SECONDS))).isEqualTo(Integer.toString(i));
            }
        }
        now.addAndGet(EventDispatcher.START_UP.toNanos());
        BlockingQueue<InteractionEvent> later = new LinkedBlockingQueue<>();
        dispatcher.addObserver(later::add);
        dispatcher.publish(event(1));
        assertThat(cause(later.poll(5, TimeUnit.SECONDS))).isEqualTo("1");
    }

    /** A log that keeps apart what it heard as earlier and as new events. */
    private static final class Journal implements InteractionObserver {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        private static String text(InteractionEvent event) {
            return event instanceof InteractionEvent.OfferRequested
                    ? cause(event)
                    : event.getClass().getSimpleName();
        }

        @Override
        public void onEvent(InteractionEvent event) {
            heard.add(text(event));
        }

        @Override
        public void onEarlierEvent(InteractionEvent event) {
            heard.add("earlier " + text(event));
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(heard.poll(5, TimeUnit.SECONDS));
            }
            return taken;
        }
    }

    /** Another observer is there all the time, as the manifest's is. */
    @Test
    void theNextVersionOfAnObserverHearsWhatItNeedsAndThenWhatItsPredecessorHasNot() throws InterruptedException {
        now.addAndGet(EventDispatcher.START_UP.toNanos());
        dispatcher.addObserver(e -> {});
        Journal old = new Journal();
        dispatcher.addObserver(old);
        dispatcher.publish(new InteractionEvent.InteractionCreated(scope()));
        dispatcher.publish(event(1));
        assertThat(old.take(2)).containsExactly("InteractionCreated", "1");
        dispatcher.removeObserver(old);
        dispatcher.publish(event(2));
        dispatcher.publish(new InteractionEvent.InteractionDeleted(scope()));
        Journal next = new Journal();
        dispatcher.addObserver(next);
        dispatcher.publish(event(3));
        assertThat(next.take(5))
                .containsExactly("earlier InteractionCreated", "earlier 1", "2", "InteractionDeleted", "3");
        assertThat(old.heard).isEmpty();
        dispatcher.removeObserver(next);
        Journal last = new Journal();
        dispatcher.addObserver(last);
        dispatcher.publish(event(4));
        assertThat(last.take(1)).as("the interaction is over for everybody").containsExactly("4");
    }

    @Test
    void anObserverWithoutAPredecessorBeginsWithThePresent() throws InterruptedException {
        now.addAndGet(EventDispatcher.START_UP.toNanos());
        dispatcher.publish(new InteractionEvent.InteractionCreated(scope()));
        dispatcher.publish(event(1));
        Journal journal = new Journal();
        dispatcher.addObserver(journal);
        dispatcher.publish(event(2));
        assertThat(journal.take(3)).containsExactly("earlier InteractionCreated", "earlier 1", "2");
    }

    @Test
    void aPlaceIsGivenUpAfterTenMinutes() throws InterruptedException {
        now.addAndGet(EventDispatcher.START_UP.toNanos());
        Journal old = new Journal();
        dispatcher.addObserver(old);
        dispatcher.removeObserver(old);
        dispatcher.publish(event(1));
        now.addAndGet(EventDispatcher.MAX_VACANT.toNanos() + 1);
        dispatcher.publish(new InteractionEvent.InteractionCreated(scope()));
        dispatcher.publish(new InteractionEvent.InteractionDeleted(scope()));
        Journal next = new Journal();
        dispatcher.addObserver(next);
        dispatcher.publish(event(2));
        assertThat(next.take(1)).containsExactly("2");
    }

    @Test
    void aHistoryIsBoundedAndSamplesAreLeftOutFirst() {
        RunHistories histories = new RunHistories();
        long number = 0;
        histories.add(new NumberedEvent(++number, new InteractionEvent.InteractionCreated(scope())));
        for (int i = 0; i < 30_000; i++) {
            histories.add(new NumberedEvent(++number, sample()));
        }
        for (int i = 0; i < 30_000; i++) {
            histories.add(new NumberedEvent(++number, event(i)));
        }
        List<NumberedEvent> kept = histories.before(Long.MAX_VALUE);
        assertThat(kept).hasSize(RunHistories.MAX_OF_RUN);
        assertThat(kept).filteredOn(e -> NumberedEvent.isSample(e.event())).hasSizeBetween(9_000, 10_000);
        assertThat(histories.leftOut()).isEqualTo(60_001 - RunHistories.MAX_OF_RUN);
    }

    @Test
    void whatHappensWhileAnObserverIsReplacedIsKept() throws InterruptedException {
        now.addAndGet(EventDispatcher.START_UP.toNanos());
        Journal old = new Journal();
        dispatcher.addObserver(old);
        dispatcher.removeObserver(old);
        dispatcher.publish(event(7));
        Journal fresh = new Journal();
        dispatcher.addObserver(fresh);
        assertThat(fresh.take(1)).containsExactly("7");
    }

    @Test
    void oneThatThrowsOrBlocksHarmsNobodyElse() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        dispatcher.addObserver(e -> {
            throw new IllegalStateException("a bug, as this test wants it");
        });
        dispatcher.addObserver(e -> {
            try {
                release.await();
            } catch (InterruptedException x) {
                Thread.currentThread().interrupt();
            }
        });
        BlockingQueue<InteractionEvent> good = new LinkedBlockingQueue<>();
        dispatcher.addObserver(good::add);
        for (int i = 0; i < 3; i++) {
            dispatcher.publish(event(i));
            assertThat(cause(good.poll(5, TimeUnit.SECONDS))).isEqualTo(Integer.toString(i));
        }
        release.countDown();
    }

    /** The observer's bundle was updated, and a class that the observer needs for the first time has disappeared. */
    @Test
    void anErrorDoesNotEndAnObserver() throws InterruptedException {
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(e -> {
            if (cause(e).equals("1")) {
                throw new NoClassDefFoundError("a bug, as this test wants it");
            }
            heard.add(e);
        });
        dispatcher.publish(event(1));
        dispatcher.publish(event(2));
        assertThat(cause(heard.poll(5, TimeUnit.SECONDS))).isEqualTo("2");
    }

    /** Observers are added and removed while events are published. Each event reaches one of them. */
    @Test
    void nothingIsLostBetweenTwoObservers() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            // Fewer events than are kept while there is no observer.
            int events = 9_000;
            BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
            InteractionObserver observer = heard::add;
            Thread publisher = new Thread(() -> {
                for (int i = 0; i < events; i++) {
                    dispatcher.publish(event(i));
                }
            });
            publisher.start();
            while (publisher.isAlive()) {
                dispatcher.addObserver(observer);
                dispatcher.removeObserver(observer);
            }
            publisher.join();
            dispatcher.addObserver(observer);
            dispatcher.removeObserver(observer);
            assertThat(heard).hasSize(events);
        }
    }

    @Test
    void samplesGiveWayAndEventsDoNot() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        List<InteractionEvent> heard = new CopyOnWriteArrayList<>();
        java.util.concurrent.atomic.AtomicInteger samples = new java.util.concurrent.atomic.AtomicInteger();
        CountDownLatch all = new CountDownLatch(500);
        dispatcher.addObserver(e -> {
            try {
                release.await();
            } catch (InterruptedException x) {
                Thread.currentThread().interrupt();
            }
            if (e instanceof InteractionEvent.InboundBitrate) {
                samples.incrementAndGet();
            } else if (e instanceof InteractionEvent.OfferRequested) {
                heard.add(e);
                all.countDown();
            }
        });
        for (int i = 0; i < 50_000; i++) {
            dispatcher.publish(sample());
            if (i % 100 == 0) {
                dispatcher.publish(event(i / 100));
            }
        }
        release.countDown();
        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard)
                .extracting(EventDispatcherTest::cause)
                .startsWith("0", "1")
                .endsWith("498", "499");
        assertThat(samples.get()).isLessThanOrEqualTo(20_000);
    }

    /** An observer whose disk hangs, while a client causes as many events as it can. The observer hears how many are missing. */
    @Test
    void nothingGrowsWithoutEndAndWhatIsLostIsSaid() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(e -> {
            try {
                release.await();
            } catch (InterruptedException x) {
                Thread.currentThread().interrupt();
            }
            heard.add(e);
        });
        for (int i = 0; i < 150_000; i++) {
            dispatcher.publish(event(i));
        }
        release.countDown();
        int kept = 0;
        InteractionEvent next = heard.poll(10, TimeUnit.SECONDS);
        for (; next instanceof InteractionEvent.OfferRequested; next = heard.poll(10, TimeUnit.SECONDS)) {
            kept++;
        }
        assertThat(kept).isBetween(100_000, 100_001);
        assertThat(next).isEqualTo(new InteractionEvent.EventsLost(scope(), 150_000 - kept));
        dispatcher.publish(event(1));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).as("said once").isEqualTo(event(1));
    }

    /** After the last event of a run nobody writes anything about it. */
    @Test
    void whatIsLostIsSaidBeforeTheRunEnds() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<InteractionEvent> heard = new LinkedBlockingQueue<>();
        dispatcher.addObserver(e -> {
            try {
                release.await();
            } catch (InterruptedException x) {
                Thread.currentThread().interrupt();
            }
            if (!(e instanceof InteractionEvent.InboundBitrate)) {
                heard.add(e);
            }
        });
        for (int i = 0; i < 30_000; i++) {
            dispatcher.publish(sample());
        }
        dispatcher.publish(new InteractionEvent.InteractionDeleted(scope()));
        dispatcher.publish(event(1));
        release.countDown();
        assertThat(heard.poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(InteractionEvent.EventsLost.class, lost -> assertThat(lost.events())
                        .isBetween(9_999, 10_000));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new InteractionEvent.InteractionDeleted(scope()));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(event(1));
    }

    @Test
    void whoIsRemovedHearsWhatWasBeforeAndNothingAfter() {
        List<InteractionEvent> heard = new CopyOnWriteArrayList<>();
        InteractionObserver observer = heard::add;
        dispatcher.addObserver(observer);
        for (int i = 0; i < 100; i++) {
            dispatcher.publish(event(i));
        }
        dispatcher.removeObserver(observer);
        dispatcher.publish(event(100));
        assertThat(heard).hasSize(100);
    }
}
