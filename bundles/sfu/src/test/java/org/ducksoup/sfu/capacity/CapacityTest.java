package org.ducksoup.sfu.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final long MIB = 1L << 20;
    private static final Load LIMIT = new Load(4, 2, 20_000_000, 100 * MIB);
    private static final Load PLAIN = new Load(1, 0, 0, MIB);
    private static final Load CHANGED = new Load(1, 1, 14_400_000, 30 * MIB);

    private boolean heapFull;
    private final Capacity capacity = new Capacity(LIMIT, () -> heapFull);

    @Test
    void eachOfTheFourLimitsIsTold() {
        assertThat(capacity.take(CHANGED)).isNull();
        assertThat(capacity.take(CHANGED)).satisfies(full -> {
            assertThat(full.value()).isEqualTo("maxMegapixelsPerSecond");
            assertThat(full.message()).contains("20 megapixels a second, 14 are taken, and this join asks for 14");
        });
        assertThat(capacity.objection(new Load(4, 0, 0, 0)).message())
                .contains("room for 4 participants, and 1 are here or expected", "maxParticipants of org.ducksoup.sfu");
        assertThat(capacity.objection(new Load(1, 2, 0, 0)).value()).isEqualTo("maxPipelines");
        assertThat(capacity.objection(new Load(1, 0, 0, 71 * MIB)).message()).contains("100 MiB", "30 MiB are taken");
        assertThat(capacity.taken()).as("what was refused takes nothing").isEqualTo(CHANGED);
    }

    @Test
    void whoAsksForNoEffectIsNotRefusedForTheEffectsOfOthers() {
        capacity.takeAnyway(new Load(1, 5, 90_000_000, MIB));
        assertThat(capacity.take(PLAIN)).isNull();
    }

    @Test
    void aGroupTakesItsPlacesAtOnceAndGivesThemBackAtOnce() {
        Share pair = new Share(capacity, 2);
        Share trio = new Share(capacity, 3);
        assertThat(pair.take("ann", PLAIN)).isNull();
        assertThat(trio.take("cat", PLAIN).value()).isEqualTo("maxParticipants");
        assertThat(pair.take("bob", PLAIN)).isNull();
        assertThat(capacity.taken()).isEqualTo(new Load(2, 0, 0, 2 * MIB));
        pair.give("bob");
        assertThat(capacity.taken()).as("the place stays").isEqualTo(new Load(2, 0, 0, MIB));
        trio.close();
        pair.close();
        pair.close();
        assertThat(capacity.taken()).isEqualTo(Load.NONE);
    }

    @Test
    void whoComesBackIsNotRefused() {
        Share mirror = new Share(capacity, 1);
        assertThat(mirror.take("ann", PLAIN)).isNull();
        mirror.give("ann");
        capacity.takeAnyway(new Load(9, 9, 90_000_000, 900 * MIB));
        mirror.takeAgain("ann", CHANGED);
        mirror.takeAgain("ann", CHANGED);
        mirror.close();
        assertThat(capacity.taken()).isEqualTo(new Load(9, 9, 90_000_000, 900 * MIB));
    }

    /** The use of the heap is known only after a collection, and there may be none while all joins are refused. */
    @Test
    void aFullHeapRefusesUntilSomebodyLeaves() {
        Share one = new Share(capacity, 1);
        Share other = new Share(capacity, 1);
        assertThat(one.take("ann", PLAIN)).isNull();
        assertThat(other.take("bob", PLAIN)).isNull();
        heapFull = true;
        assertThat(capacity.take(PLAIN).message()).contains("DUCKSOUP_HEAP");
        other.close();
        assertThat(other.take("bob", PLAIN)).isNull();
        assertThat(capacity.take(PLAIN).value()).isEqualTo("heap");
        heapFull = false;
        assertThat(capacity.take(PLAIN)).isNull();
    }

    @Test
    void anotherLimitCountsForWhoComes() {
        assertThat(capacity.take(PLAIN)).isNull();
        capacity.limit(new Load(1, 0, 0, MIB));
        assertThat(capacity.take(PLAIN).value()).isEqualTo("maxParticipants");
        capacity.limit(LIMIT);
        assertThat(capacity.take(PLAIN)).isNull();
    }

    @Test
    void limitsFollowTheMachine() {
        assertThat(new Machine(2, 2048 * MIB, 512 * MIB).capacity(170 * MIB))
                .as("the heap allows fewer participants than the cores")
                .isEqualTo(new Load(96, 128, 124_416_000, 2048 * MIB - 2048 * MIB / 10 - 912 * MIB));
        assertThat(new Machine(16, 65536 * MIB, 4096 * MIB).capacity(1365 * MIB).participants())
                .isEqualTo(1052);
        assertThat(new Machine(16, 65536 * MIB, 4096 * MIB).capacity(1365 * MIB).pixelsPerSecond())
                .isEqualTo(16L * 1920 * 1080 * 30);
        assertThat(new Machine(1, 512 * MIB, 128 * MIB).capacity(43 * MIB))
                .as("a machine that is too small still serves somebody")
                .isEqualTo(new Load(8, 64, 124_416_000, 128 * MIB));
    }

    /** Recordings that wait for a disk use memory, which reduces the room for participants. */
    @Test
    void memoryForRecordingsLeavesLessForParticipants() {
        Machine machine = new Machine(4, 4096 * MIB, 1024 * MIB);
        assertThat(machine.capacity(512 * MIB).participants())
                .isLessThan(machine.capacity(100 * MIB).participants());
    }

    @Test
    void thisMachineTellsWhatItHas() {
        Machine here = Machine.here();
        assertThat(here.cores()).isPositive();
        assertThat(here.bytes()).isGreaterThanOrEqualTo(here.heapBytes());
        assertThat(Machine.isHeapFull()).isFalse();
    }

    @Test
    void aHeapIsFullWhenACollectionLeavesLittle() {
        assertThat(Machine.isFull(new MemoryUsage(0, 86 * MIB, 90 * MIB, 100 * MIB)))
                .isTrue();
        assertThat(Machine.isFull(new MemoryUsage(0, 84 * MIB, 90 * MIB, 100 * MIB)))
                .isFalse();
        assertThat(Machine.isFull(new MemoryUsage(0, 86 * MIB, 90 * MIB, -1))).isFalse();
    }
}
