package org.ducksoup.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many servers are enough for what. */
class MembersTest {
    private static Members of(int size) {
        return Members.of(IntStream.range(0, size).mapToObj(i -> "s" + i).toList());
    }

    @Test
    void moreThanHalfBeginAndHalfContinue() {
        assertThat(List.of(of(1).toBegin(), of(2).toBegin(), of(3).toBegin(), of(4).toBegin(), of(5).toBegin()))
                .containsExactly(1, 2, 2, 3, 3);
        assertThat(List.of(
                        of(1).toContinue(),
                        of(2).toContinue(),
                        of(3).toContinue(),
                        of(4).toContinue(),
                        of(5).toContinue()))
                .containsExactly(1, 1, 2, 2, 3);
    }

    @Test
    void serversThatAreForgottenOrInNoSettingsDoNotCount() {
        Members members = of(3).forgetting("s2");
        assertThat(members.count(List.of("s0", "s1", "s2", "stranger"))).isEqualTo(2);
        assertThat(members.remembering("s2").count(List.of("s0", "s1", "s2"))).isEqualTo(3);
        assertThat(members.forgetting("stranger").count(List.of("s0", "stranger")))
                .isEqualTo(1);
    }

    @Test
    void afterTheOtherOfTwoIsForgottenOneBeginsAlone() {
        assertThat(of(2).forgetting("s1").toBegin()).isEqualTo(1);
    }

    /** The safety of all: whoever lets a server go on, and whoever says that it is over, have one in common. */
    @Test
    void thoseWhoLetAServerGoOnAreNeverOthersThanThoseWhoDeclareItOver() {
        for (int size = 1; size <= 7; size++) {
            Members whole = of(size);
            assertDisjointIsImpossible(whole, whole);
            if (size > 1) {
                // One has heard that the last server is back, and the other has not.
                assertDisjointIsImpossible(whole.forgetting("s0"), whole);
            }
        }
    }

    private static void assertDisjointIsImpossible(Members holder, Members taker) {
        int size = taker.configured().size();
        for (int bits = 0; bits < 1 << size; bits++) {
            Set<String> granting = new HashSet<>();
            Set<String> declaring = new HashSet<>();
            for (int i = 0; i < size; i++) {
                ((bits >> i & 1) == 0 ? granting : declaring).add("s" + i);
            }
            assertThat(holder.count(granting) >= holder.toContinue() && taker.count(declaring) >= taker.toBegin())
                    .as("%s grant by %s, and %s declare over by %s", granting, holder, declaring, taker)
                    .isFalse();
        }
    }
}
