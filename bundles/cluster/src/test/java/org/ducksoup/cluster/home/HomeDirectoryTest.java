package org.ducksoup.cluster.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ducksoup.api.cluster.Home;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.lease.ServerLease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where interactions live, as server "a" of three finds out. */
class HomeDirectoryTest {
    private static final InteractionKey KEY = new InteractionKey("https://lab.example", "study", "call");
    private static final Identity B = new Identity("b", "b1");
    private static final Instant BEGUN = Instant.parse("2026-11-22T10:00:00Z");

    /** The interactions of this server. */
    private static final class FakeInteractions implements HostedInteractions {
        final Set<InteractionKey> here = new HashSet<>();
        final List<EndReason> ended = new ArrayList<>();
        boolean draining;
        ServerMessage.@Nullable Reason full;

        @Override
        public ServerLoad load() {
            return new ServerLoad(0, 0, 100, 0, 100, 0, 100, 0, 100);
        }

        @Override
        public boolean isDraining() {
            return draining;
        }

        @Override
        public Optional<ServerMessage.Reason> full() {
            return Optional.ofNullable(full);
        }

        @Override
        public long freeBytes() {
            return -1;
        }

        @Override
        public boolean has(InteractionKey key) {
            return here.contains(key);
        }

        @Override
        public CompletionStage<Void> end(Predicate<InteractionKey> which, EndReason reason) {
            here.removeIf(which);
            ended.add(reason);
            return CompletableFuture.completedFuture(null);
        }
    }

    private final FakeStore store = new FakeStore();
    private final FakeNeighbours neighbours = new FakeNeighbours();
    private final FakeInteractions interactions = new FakeInteractions();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long nanos;
    private int lives;
    private boolean joined = true;
    private final ServerLease lease = new ServerLease(
            "a", Duration.ofSeconds(4), () -> nanos, () -> Members.of(List.of("a", "b", "c")), () -> "a" + ++lives);
    private final HomeDirectory homes = new HomeDirectory(
            lease, () -> joined ? store : null, neighbours, interactions, tasks::add, () -> nanos, bound -> 0);

    @BeforeEach
    void begin() {
        hold();
        // The others have less room, unless a test says something else.
        neighbours.there(B, 90);
        neighbours.there(lease.identity(), 0);
    }

    private void hold() {
        lease.begin().granted("b");
    }

    /** Time passes, and the lease is held on. */
    private void pass(double seconds) {
        for (double left = seconds; left > 0; left -= 1) {
            nanos += (long) (Math.min(1, left) * 1e9);
            hold();
        }
    }

    private void settle() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private List<Home> asked(int passes) {
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, passes, answers::add);
        settle();
        return answers;
    }

    private Home find(int passes) {
        List<Home> answers = asked(passes);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private Home.Here findHere() {
        Home home = find(0);
        assertThat(home).isInstanceOf(Home.Here.class);
        return (Home.Here) home;
    }

    private static void assertNowhere(Home home, String why) {
        assertThat(home)
                .asInstanceOf(InstanceOfAssertFactories.type(Home.Nowhere.class))
                .satisfies(nowhere -> {
                    assertThat(nowhere.reason().value()).isEqualTo("starting");
                    assertThat(nowhere.reason().message()).contains(why);
                });
    }

    private static void assertElsewhere(Home home, String server) {
        assertThat(home)
                .asInstanceOf(InstanceOfAssertFactories.type(Home.Elsewhere.class))
                .satisfies(elsewhere -> assertThat(elsewhere.server()).isEqualTo(server));
    }

    private void sweep() {
        homes.sweep();
        settle();
    }

    private void compare() {
        homes.compare();
        settle();
    }

    // ---- claims

    @Test
    void whatHasNoHomeBeginsHere() {
        assertThat(findHere().begun()).isTrue();
        assertThat(store.entries.get(KEY)).isEqualTo(new HomeEntry(lease.identity(), 1, null, null));
        assertThat(homes.claim(KEY)).contains(new HomeClaim("a", 1, null));
        assertThat(neighbours.told).as("the others hear of it").isEqualTo(1);
        assertThat(findHere().begun()).as("the second participant").isFalse();
        assertThat(store.changes).isEqualTo(1);
    }

    @Test
    void whoHasMoreRoomGetsIt() {
        neighbours.there(lease.identity(), 95);
        assertElsewhere(find(0), "b");
        assertThat(store.changes).as("only a server itself claims").isZero();
        assertThat(find(1))
                .as("whoever was passed on is not passed on by choice again")
                .isInstanceOf(Home.Here.class);
    }

    @Test
    void whatWasSentCountsUntilItsServerReports() {
        neighbours.there(B, 0);
        neighbours.there(lease.identity(), 1);
        assertElsewhere(find(0), "b");
        assertThat(find(0)).isInstanceOf(Home.Here.class);
        store.entries.clear();
        homes.lost();
        homes.reported("b");
        assertElsewhere(find(0), "b");
    }

    @Test
    void withoutALeaseNobodyJoins() {
        nanos += Duration.ofSeconds(5).toNanos();
        assertThat(homes.objection()).isPresent();
        assertNowhere(find(0), "waits for the others");
        assertThat(homes.server()).isEqualTo("a");
    }

    @Test
    void beforeTheMapIsFoundNobodyJoins() {
        joined = false;
        assertNowhere(find(0), "waits for the others");
        compare();
        joined = true;
        assertThat(homes.objection()).isEmpty();
    }

    /** As for the seconds in which parts of the cluster find each other again. */
    @Test
    void whileTheMapIsOutOfReachOnlyWhoseInteractionIsHereGetsIn() {
        findHere().visit().end();
        interactions.here.add(KEY);
        settle();
        store.reachable = false;
        assertThat(homes.objection()).isPresent();
        assertThat(findHere().begun()).isFalse();
        List<Home> others = new ArrayList<>();
        homes.find(new InteractionKey("https://lab.example", "study", "another"), 0, others::add);
        settle();
        assertNowhere(others.get(0), "waits for the others");
        store.reachable = true;
        assertThat(homes.objection()).isEmpty();
    }

    @Test
    void ofTwoWhoAreClaimedForAtOnceOneIsFirst() {
        store.holding = true;
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, 0, answers::add);
        settle();
        // Another server's claim comes between the look and the claim.
        store.entries.put(KEY, new HomeEntry(B, 1, null, null));
        store.answer();
        settle();
        assertThat(answers).hasSize(1);
        assertElsewhere(answers.get(0), "b");
        assertThat(homes.claim(KEY)).isEmpty();
    }

    @Test
    void twoParticipantsAtOnceMakeOneClaim() {
        store.holding = true;
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, 0, answers::add);
        homes.find(KEY, 0, answers::add);
        settle();
        store.answer();
        settle();
        assertThat(answers)
                .extracting(home -> ((Home.Here) home).begun())
                .as("one has begun it")
                .containsExactlyInAnyOrder(true, false);
        assertThat(store.changes).isEqualTo(1);
    }

    @Test
    void aClaimThatNobodyKnowsOfIsNoHomeAndTheNextOneHasAHigherNumber() {
        store.failsAfterwards = true;
        assertNowhere(find(0), "finding each other");
        assertThat(homes.claim(KEY)).isEmpty();
        assertThat(store.entries).as("it was carried out all the same").containsKey(KEY);
        assertNowhere(find(0), "finding each other");
        store.failsAfterwards = false;
        assertThat(findHere().begun()).isTrue();
        assertThat(store.entries.get(KEY))
                .isEqualTo(
                        new HomeEntry(lease.identity(), store.entries.get(KEY).number(), null, null));
        assertThat(homes.claim(KEY).orElseThrow().number()).isGreaterThan(1);
        assertThat(homes.claim(KEY).orElseThrow().previous())
                .as("nothing was lost")
                .isNull();
    }

    @Test
    void whenTheMapDoesNotAnswerNobodyJoins() {
        store.failsBefore = true;
        assertNowhere(find(0), "finding each other");
    }

    @Test
    void aLeaseThatIsLostBeforeTheAnswerGivesTheClaimBack() {
        store.holding = true;
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, 0, answers::add);
        settle();
        store.answer();
        store.holding = true;
        settle();
        nanos += Duration.ofSeconds(5).toNanos();
        store.answer();
        settle();
        assertThat(answers).hasSize(1);
        assertNowhere(answers.get(0), "lost the others");
        assertThat(store.entries).isEmpty();
        assertThat(homes.count()).isZero();
    }

    @Test
    void aClaimCountsOnlyWhileTheLeaseIsHeld() {
        findHere();
        nanos += Duration.ofSeconds(4).toNanos();
        assertThat(homes.claim(KEY)).isEmpty();
    }

    @Test
    void aClaimOfAnEarlierLifeCountsForNothingEvenBeforeItIsClearedAway() {
        findHere();
        lease.beginLife();
        hold();
        assertThat(homes.claim(KEY)).isEmpty();
        assertNowhere(find(0), "have just ended");
        homes.lost();
        settle();
        assertThat(homes.count()).isZero();
    }

    // ---- homes elsewhere

    @Test
    void aClientOfAnotherServersInteractionIsPassedOn() {
        store.entries.put(KEY, new HomeEntry(B, 1, BEGUN, null));
        assertElsewhere(find(0), "b");
        assertElsewhere(find(2), "b");
        assertNowhere(find(3), "do not agree");
        assertThat(neighbours.asked).isEmpty();
    }

    @Test
    void anInteractionWhoseServerDoesNotAnswerIsRefusedUntilItsLeaseIsOver() {
        store.entries.put(KEY, new HomeEntry(B, 7, BEGUN, null));
        neighbours.reports.remove("b");
        assertNowhere(find(0), "b, does not answer; another one may begin it in 3 s");
        neighbours.over.add(B);
        assertThat(findHere().begun()).isTrue();
        assertThat(homes.claim(KEY)).contains(new HomeClaim("a", 8, new HomeClaim.LostRun("b", BEGUN)));
    }

    @Test
    void aReportOfAnotherLifeMayBeOlderThanTheEntrySoTheServerIsAsked() {
        Identity later = new Identity("b", "b2");
        store.entries.put(KEY, new HomeEntry(later, 3, BEGUN, null));
        assertNowhere(find(0), "does not answer");
        assertThat(neighbours.asked).containsExactly(later);
        neighbours.over.add(later);
        findHere();
    }

    @Test
    void whatNeverBeganAgainStillNamesTheRunBefore() {
        HomeClaim.LostRun lost = new HomeClaim.LostRun("c", BEGUN);
        store.entries.put(KEY, new HomeEntry(B, 7, null, lost));
        neighbours.reports.remove("b");
        neighbours.over.add(B);
        findHere();
        assertThat(homes.claim(KEY).orElseThrow().previous()).isEqualTo(lost);
    }

    @Test
    void whatThisServerLostInAnEarlierLifeBeginsAnew() {
        store.entries.put(KEY, new HomeEntry(new Identity("a", "before"), 4, BEGUN, null));
        assertThat(findHere().begun()).isTrue();
        assertThat(homes.claim(KEY)).contains(new HomeClaim("a", 5, new HomeClaim.LostRun("a", BEGUN)));
    }

    @Test
    void anEntryThatChangesAgainAndAgainIsGivenUp() {
        neighbours.reports.remove("b");
        neighbours.over.add(B);
        store.entries.put(KEY, new HomeEntry(B, 1, null, null));
        store.holding = true;
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, 0, answers::add);
        for (int i = 2; answers.isEmpty() && i < 20; i++) {
            settle();
            store.entries.put(KEY, new HomeEntry(B, i, null, null));
            store.answer();
            store.holding = true;
        }
        assertThat(answers).hasSize(1);
        assertNowhere(answers.get(0), "several servers");
    }

    // ---- the end of a home

    @Test
    void aHomeThatNobodyUsesIsGivenUp() {
        Home.Here here = findHere();
        pass(60);
        sweep();
        assertThat(homes.count()).as("somebody is on the way").isEqualTo(1);
        here.visit().end();
        here.visit().end();
        settle();
        sweep();
        pass(1);
        sweep();
        assertThat(homes.count()).isEqualTo(1);
        pass(1);
        sweep();
        assertThat(homes.count()).isZero();
        assertThat(store.entries).isEmpty();
        assertThat(homes.claim(KEY)).isEmpty();
    }

    @Test
    void afterAnInteractionItsLastMessagesAreFoundForAWhile() {
        Home.Here here = findHere();
        interactions.here.add(KEY);
        homes.created(KEY, BEGUN);
        here.visit().end();
        settle();
        assertThat(store.entries.get(KEY).createdAt()).isEqualTo(BEGUN);
        pass(60);
        sweep();
        interactions.here.clear();
        sweep();
        pass(29);
        sweep();
        assertThat(findHere().begun()).as("somebody comes back").isFalse();
        pass(29);
        sweep();
        assertThat(homes.count()).isEqualTo(1);
    }

    @Test
    void whileTheEntryIsRemovedClientsWait() {
        findHere().visit().end();
        settle();
        sweep();
        pass(3);
        store.holding = true;
        homes.sweep();
        settle();
        List<Home> answers = asked(0);
        assertThat(answers).isEmpty();
        store.answer();
        settle();
        assertThat(answers).hasSize(1);
        assertThat(homes.claim(KEY).orElseThrow().number())
                .as("no removal that comes late finds an equal claim")
                .isGreaterThan(1);
    }

    @Test
    void aRemovalThatFailsLeavesAnEntryThatIsClaimedAgain() {
        findHere().visit().end();
        homes.created(KEY, BEGUN);
        settle();
        sweep();
        pass(31);
        store.failsBefore = true;
        sweep();
        store.failsBefore = false;
        assertThat(store.entries).containsKey(KEY);
        assertThat(findHere().begun()).isTrue();
        assertThat(homes.claim(KEY).orElseThrow().previous())
                .as("it had ended in order")
                .isNull();
    }

    @Test
    void aServerThatDrainsGivesUpWhatIsNotHereAndPassesTheClientOn() {
        findHere().visit().end();
        settle();
        interactions.draining = true;
        neighbours.there(lease.identity(), 99);
        assertElsewhere(find(0), "b");
        assertThat(store.entries).isEmpty();
    }

    @Test
    void aServerThatIsFullDoesSoToo() {
        findHere().visit().end();
        settle();
        interactions.full = new ServerMessage.Reason("participants", "full", "no room");
        neighbours.there(lease.identity(), 99);
        assertElsewhere(find(0), "b");
    }

    @Test
    void aServerThatDrainsKeepsWhatRuns() {
        findHere().visit().end();
        interactions.here.add(KEY);
        settle();
        interactions.draining = true;
        assertThat(findHere().begun()).isFalse();
        sweep();
        assertThat(homes.count()).isEqualTo(1);
    }

    // ---- comparison with the map

    @Test
    void entriesOfThisServerForWhichNobodyWaitsAreRemoved() {
        store.entries.put(KEY, new HomeEntry(new Identity("a", "before"), 4, BEGUN, null));
        compare();
        assertThat(store.entries).isEmpty();
        store.entries.put(KEY, new HomeEntry(B, 4, BEGUN, null));
        compare();
        assertThat(store.entries).as("not those of others").hasSize(1);
    }

    @Test
    void aClaimThatIsOnItsWayIsNotTakenForOneOfThem() {
        store.holding = true;
        List<Home> answers = new ArrayList<>();
        homes.find(KEY, 0, answers::add);
        settle();
        store.answer();
        store.holding = true;
        settle();
        // It is in the map, and its answer is not here yet.
        homes.compare();
        settle();
        store.answer();
        settle();
        assertThat(answers).hasSize(1);
        assertThat(store.entries).containsKey(KEY);
        assertThat(homes.claim(KEY)).isPresent();
    }

    @Test
    void anInteractionWithAnotherHomeEndsWhateverTheNumbers() {
        findHere();
        interactions.here.add(KEY);
        store.entries.put(KEY, new HomeEntry(B, 1, BEGUN, null));
        compare();
        assertThat(interactions.ended).containsExactly(EndReason.CLUSTER_LOST);
        assertThat(homes.claim(KEY)).isEmpty();
        assertThat(store.entries.get(KEY).home()).isEqualTo(B);
    }

    @Test
    void anAnswerThatIsOlderThanAClaimSaysNothingAboutIt() {
        store.entries.put(KEY, new HomeEntry(B, 7, BEGUN, null));
        neighbours.reports.remove("b");
        neighbours.over.add(B);
        store.holding = true;
        homes.compare();
        settle();
        List<Home> answers = new ArrayList<>();
        store.holding = false;
        homes.find(KEY, 0, answers::add);
        settle();
        store.answer();
        settle();
        assertThat(interactions.ended).isEmpty();
        assertThat(homes.claim(KEY)).isPresent();
    }

    @Test
    void anEntryThatIsMissingIsPutAgain() {
        findHere();
        homes.created(KEY, BEGUN);
        settle();
        HomeEntry entry = store.entries.remove(KEY);
        compare();
        assertThat(store.entries).containsEntry(KEY, entry);
        assertThat(interactions.ended).isEmpty();
    }

    @Test
    void whenItWasCreatedIsToldAgain() {
        findHere();
        store.failsBefore = true;
        homes.created(KEY, BEGUN);
        settle();
        store.failsBefore = false;
        assertThat(store.entries.get(KEY).createdAt()).isNull();
        compare();
        assertThat(store.entries.get(KEY).createdAt()).isEqualTo(BEGUN);
    }

    @Test
    void aMapThatCannotBeReadChangesNothing() {
        findHere();
        store.failsBefore = true;
        compare();
        assertThat(homes.count()).isEqualTo(1);
    }

    @Test
    void whatIsCreatedWithoutAHomeHereIsNotTold() {
        homes.created(KEY, BEGUN);
        settle();
        assertThat(store.changes).isZero();
    }
}
