package org.ducksoup.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Identity;
import org.junit.jupiter.api.Test;

/** Which server gets an interaction. */
class PlacementTest {
    private static final ServerLoad EMPTY = new ServerLoad(0, 0, 100, 0, 100, 0, 100, 0, 100);

    private static ServerReport server(String name, ServerLoad load, double processors) {
        return server(name, load, processors, -1);
    }

    private static ServerReport server(String name, ServerLoad load, double processors, long freeBytes) {
        return new ServerReport(
                new Identity(name, "1"), "1", "https://" + name, true, false, false, load, processors, freeBytes, 0);
    }

    private static ServerLoad seats(int participants) {
        return new ServerLoad(0, participants, 100, 0, 100, 0, 100, 0, 100);
    }

    private static ServerReport server(String name, int participants) {
        return server(name, seats(participants), -1);
    }

    private static String choose(ServerReport... servers) {
        return Placement.choose(List.of(servers), "a", server -> 0, bound -> bound - 1)
                .orElse("nobody");
    }

    @Test
    void theOneWithMoreRoomGetsIt() {
        assertThat(choose(server("a", 20), server("b", 10), server("c", 30))).isEqualTo("b");
    }

    @Test
    void roomIsAShareOfTheLimit() {
        ServerReport small = server("a", new ServerLoad(5, 10, 20, 0, 100, 0, 100, 0, 100), -1);
        assertThat(choose(small, server("b", 40))).isEqualTo("b");
    }

    @Test
    void theScarcestResourceCounts() {
        assertThat(List.of(
                        Placement.used(server("a", new ServerLoad(0, 10, 100, 70, 100, 0, 100, 0, 100), -1), 0),
                        Placement.used(server("a", new ServerLoad(0, 10, 100, 0, 100, 60, 100, 0, 100), -1), 0),
                        Placement.used(server("a", new ServerLoad(0, 10, 100, 0, 100, 0, 100, 50, 100), -1), 0)))
                .containsExactly(0.7, 0.6, 0.5);
    }

    @Test
    void aServerWithoutLimitsIsNotThereYet() {
        assertThat(choose(server("a", new ServerLoad(0, 0, 0, 0, 0, 0, 0, 0, 0), -1), server("b", 99)))
                .isEqualTo("b");
    }

    @Test
    void anInteractionTakesTwoSeatsBeforeItsSecondParticipantIsThere() {
        ServerReport begun = server("a", new ServerLoad(6, 7, 100, 0, 100, 0, 100, 0, 100), -1);
        assertThat(Placement.used(begun, 0)).isEqualTo(0.12);
        assertThat(Placement.used(begun, 3)).as("and three that were sent").isEqualTo(0.18);
    }

    @Test
    void amongEqualsTheServerThatWasReachedIsTaken() {
        assertThat(choose(server("b", 10), server("a", 10), server("c", 10))).isEqualTo("a");
        assertThat(choose(server("c", 10), server("a", 10), server("b", 10))).isEqualTo("a");
    }

    @Test
    void serversThatDrainAreFullOrHaveNoLeaseArePassedOver() {
        Identity identity = new Identity("x", "1");
        ServerReport waiting = new ServerReport(identity, "1", "", false, false, false, EMPTY, -1, -1, 0);
        ServerReport draining = new ServerReport(identity, "1", "", true, true, false, EMPTY, -1, -1, 0);
        ServerReport full = new ServerReport(identity, "1", "", true, false, true, EMPTY, -1, -1, 0);
        assertThat(choose(waiting, draining, full)).isEqualTo("nobody");
        assertThat(choose(waiting, draining, server("b", 99), full)).isEqualTo("b");
    }

    /** Whoever began a recording there might be refused soon. */
    @Test
    void aServerWithLittleSpaceOnItsDiskLosesToOneWithMore() {
        assertThat(choose(server("a", 10, 1L << 30), server("b", 90, 1L << 40))).isEqualTo("b");
        assertThat(choose(server("a", 10, 1L << 30), server("b", 90, 1L << 29)))
                .as("both have little")
                .isEqualTo("a");
        assertThat(choose(server("a", 90, -1), server("b", 10, 1L << 40)))
                .as("nobody knows of one")
                .isEqualTo("b");
        assertThat(choose(server("a", 10, 1L << 33), server("b", 90, 1L << 40)))
                .as("enough is enough")
                .isEqualTo("a");
    }

    private static ServerReport server(String name, int participants, long freeBytes) {
        return server(name, seats(participants), -1, freeBytes);
    }

    @Test
    void processorsCountWhenTheyAreBusyAndClearlyBusierThanOthers() {
        ServerLoad half = new ServerLoad(0, 50, 100, 0, 100, 0, 100, 0, 100);
        assertThat(choose(server("a", EMPTY, 0.9), server("b", half, 0.5))).isEqualTo("b");
        assertThat(choose(server("b", half, 0.5), server("a", EMPTY, 0.9))).isEqualTo("b");
        assertThat(choose(server("a", EMPTY, 0.9), server("b", half, 0.7)))
                .as("not clearly")
                .isEqualTo("a");
        assertThat(choose(server("a", EMPTY, 0.7), server("b", half, 0.1)))
                .as("not busy")
                .isEqualTo("a");
    }

    /** By reports of a second ago, all would choose the same one. */
    @Test
    void ofManyServersTwoAreDrawn() {
        List<ServerReport> servers = new ArrayList<>(IntStream.range(0, 9)
                .mapToObj(i -> server("s" + i, 90 - 10 * i))
                .toList());
        List<Integer> draws = new ArrayList<>(List.of(3, 5, 8, 0));
        assertThat(Placement.choose(servers, "a", server -> 0, bound -> draws.remove(0)))
                .as("the fourth, and the fifth of the rest")
                .contains("s6");
        assertThat(Placement.choose(servers, "a", server -> 0, bound -> draws.remove(0)))
                .contains("s8");
    }
}
