package org.ducksoup.shell.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.junit.jupiter.api.Test;

class InteractionNamesTest {
    private final List<InteractionStatus> interactions = List.of(
            Study.waiting("https://a.example", "one", "room"),
            Study.waiting("https://a.example", "two", "room"),
            Study.waiting("https://b.example", "two", "room"),
            Study.waiting("https://b.example", "two", "other"));

    @Test
    void eachHasTheShortestNameThatMeansOnlyOne() {
        assertThat(InteractionNames.of(interactions))
                .containsExactly("one/room", "https://a.example#two#room", "https://b.example#two#room", "other");
    }

    @Test
    void whatIsListedCanBeTyped() throws OperationException {
        List<String> names = InteractionNames.of(interactions);
        for (int i = 0; i < names.size(); i++) {
            assertThat(InteractionNames.find(interactions, names.get(i))).isSameAs(interactions.get(i));
        }
        assertThat(InteractionNames.find(interactions, "two/other")).isSameAs(interactions.get(3));
    }

    /** A page may name an interaction like the namespace and the name of another one. */
    @Test
    void aNameThatLooksLikeAnotherOnesIsNotTakenForIt() throws OperationException {
        InteractionStatus named = Study.waiting("https://a.example", "evil", "one/room");
        InteractionStatus meant = Study.waiting("https://a.example", "one", "room");
        assertThatThrownBy(() -> InteractionNames.find(List.of(named, meant), "one/room"))
                .hasMessageContaining("https://a.example#evil#one/room or https://a.example#one#room");
        assertThat(InteractionNames.of(List.of(named, meant))).containsExactly("evil/one/room", "room");
    }

    /** A run may still end on one server while the next one has begun on another. */
    @Test
    void ofTwoRunsTheNewestIsMeant() throws OperationException {
        InteractionStatus ends = Study.waiting("room").on("10.0.0.1:5701");
        InteractionStatus runs = Study.waiting("room").on("10.0.0.2:5701");
        assertThat(InteractionNames.find(List.of(ends, runs), "room")).isSameAs(runs);
    }

    @Test
    void unknownAndAmbiguousOnesAreNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> InteractionNames.find(interactions, "roo"))
                .isInstanceOf(OperationException.class)
                .hasMessageContainingAll("no interaction is called roo", "one/room", "other");
        assertThatThrownBy(() -> InteractionNames.find(interactions, "room"))
                .hasMessageContainingAll("room may be", "https://a.example#one#room or");
        assertThatThrownBy(() -> InteractionNames.find(List.of(), "room")).hasMessageContaining("there is none now");
    }
}
