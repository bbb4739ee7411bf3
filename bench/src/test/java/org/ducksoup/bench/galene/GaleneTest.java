package org.ducksoup.bench.galene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of Galène's protocol beside a fake server, and what happens where Galène is not. */
class GaleneTest {
    private static HeadlessClients clients;
    private static FakeGalene galene;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        clients = HeadlessClients.open();
        galene = new FakeGalene(clients);
    }

    @AfterAll
    static void stop() throws Exception {
        galene.close();
        clients.close();
    }

    private static Caller join(String group, int index) {
        return new GaleneCaller(galene.url(), clients, new Seat(group, 2, index, Seat.Media.SYNTHETIC));
    }

    private static long received(Caller caller, MediaKind kind) {
        return caller.tracks().stream()
                .filter(track -> track.kind() == kind)
                .mapToLong(ReceivedTrack::received)
                .sum();
    }

    @Test
    void membersOfAGroupSeeAndHearEachOther() throws Exception {
        Caller ann = join("group", 0);
        try (ann) {
            // Her tracks are there before bob is, and his come one after the other.
            await().untilAsserted(
                            () -> assertThat(ann.connected()).as(ann.story()).isCompleted());
            try (Caller bob = join("group", 1)) {
                for (Caller caller : List.of(ann, bob)) {
                    assertThat(caller.firstVideo().get(20, TimeUnit.SECONDS))
                            .as(caller.story())
                            .isPositive();
                    await().untilAsserted(() -> assertThat(received(caller, MediaKind.AUDIO))
                            .as(caller.story())
                            .isGreaterThan(20));
                    assertThat(received(caller, MediaKind.VIDEO)).isGreaterThan(20);
                    assertThat(caller.sent()).isPositive();
                }
                galene.ping();
                await().untilAsserted(() -> assertThat(galene.heard("pong")).hasSize(2));
                assertThat(galene.heard("handshake"))
                        .allMatch(message -> message.path("version").toString().equals("[\"2\"]"));
                assertThat(galene.heard("request"))
                        .allMatch(message -> message.path("request").toString().equals("{\"\":[\"audio\",\"video\"]}"));
                assertThat(galene.heard("offer"))
                        .allMatch(message -> message.path("label").asText().equals("camera"));
            }
            await().untilAsserted(() -> assertThat(galene.members()).isEqualTo(1));
            long before = received(ann, MediaKind.AUDIO);
            await().pollDelay(Duration.ofMillis(200)).untilAsserted(() -> assertThat(received(ann, MediaKind.AUDIO))
                    .as("of somebody who has left")
                    .isEqualTo(before));
        }
        await().untilAsserted(() -> assertThat(galene.members()).isZero());
    }

    @Test
    void whoIsNotLetInIsToldWhy() {
        try (Caller ann = join("locked", 0)) {
            assertThatThrownBy(() -> ann.firstVideo().get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("refused: this group is locked");
            assertThat(ann.story()).contains("\"kind\":\"fail\"");
        }
    }

    @Test
    void withoutGaleneThereIsASentence() throws Exception {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertThatThrownBy(() -> GaleneServer.start(directory.toString(), clients, address, ""))
                .isInstanceOf(LoadFailure.class)
                .hasMessageStartingWith("Galène is not installed: ");
        Path program = Files.writeString(directory.resolve("galene"), "#!/bin/sh\necho \"options: $*\"\nexit 1\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> GaleneServer.start("/nowhere:" + directory, clients, address, ""))
                .isInstanceOf(LoadFailure.class)
                .hasMessageStartingWith("Galène did not start:\noptions: -http 127.0.0.1:")
                .hasMessageContaining(" -insecure -turn  -groups ");
        assertThatThrownBy(
                        () -> GaleneServer.start(directory.toString(), clients, InetAddress.getLoopbackAddress(), ""))
                .hasMessageContaining("loopback");
    }
}
