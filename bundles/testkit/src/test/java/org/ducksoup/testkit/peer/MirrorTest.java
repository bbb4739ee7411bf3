package org.ducksoup.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.Interactions;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.plan.PlansHere;
import org.ducksoup.sfu.recording.Recorders;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.transport.Ice4jPeerConnectionFactory;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The headless participant against the real interactions and the real transport, in this JVM and over loopback. */
class MirrorTest {
    private static final List<InteractionEvent> EVENTS = new CopyOnWriteArrayList<>();

    private static Ice4jPeerConnectionFactory transport;
    private static Interactions interactions;
    private static HeadlessClients clients;
    private static SignalingSocket.Opener server;

    @BeforeAll
    static void open() throws Exception {
        UdpEndpoint endpoint = UdpEndpoint.shared(List.of(InetAddress.getLoopbackAddress()), 0, List.of());
        transport = new Ice4jPeerConnectionFactory(endpoint, new Bitrate(2_000_000));
        interactions = new Interactions(
                defaults(),
                transport,
                EVENTS::add,
                new Pipelines(),
                new Recorders(),
                new Estimators(),
                new PlansHere());
        clients = HeadlessClients.open();
        server = InJvmSignaling.to(interactions, "http://localhost");
    }

    @AfterAll
    static void close() throws Exception {
        clients.close();
        interactions.close();
        transport.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "H264"})
    void aMirrorShowsAndEnds(Codec codec) {
        ParticipantOptions options = ParticipantOptions.mirror("mirror-" + codec, "alone")
                .sending(codec)
                .lasting(Duration.ofSeconds(3));
        try (HeadlessParticipant participant = clients.join(server, options)) {
            participant.await(Milestone.FIRST_KEY_FRAME);
            participant.await(Milestone.FIRST_AUDIO_PACKET);
            Arrival ended = participant.await(Milestone.END);
            participant.await(Milestone.CLOSED);

            System.out.println(codec + " join to key frame "
                    + participant.await(Milestone.FIRST_KEY_FRAME).sinceJoin().toMillis() + " ms, "
                    + participant.tracks());
            assertThat(ended.sinceJoin()).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(6));
            assertThat(participant.transcript().kinds(FrameOrigin.SERVER))
                    .filteredOn(kind -> !kind.equals("candidate"))
                    .containsExactly("joined", "offer", "start", "offer", "ending", "files", "end");
            assertThat(participant.transcript().kinds(FrameOrigin.CLIENT))
                    .containsExactly(
                            "join", "client_answer", "client_ice_candidate", "client_answer", "client_ice_candidate");
            assertThat(participant.await(Milestone.FILES).payload().has("alone"))
                    .isTrue();
            assertThat(participant.received(MediaKind.VIDEO)).isGreaterThan(200);
            assertThat(participant.received(MediaKind.AUDIO)).isGreaterThan(100);
            assertThat(participant.tracks()).extracting(ReceivedTrack::codec).contains(codec, Codec.OPUS);
            assertThat(participant.latency().count()).isEqualTo(participant.received());
        }
    }

    @Test
    void twoSeeEachOther() {
        ParticipantOptions options = ParticipantOptions.of("two", "ann", 2).lasting(Duration.ofSeconds(20));
        try (HeadlessParticipant ann = clients.join(server, options);
                HeadlessParticipant bob = clients.join(server, options.with("userId", "bob"))) {
            for (HeadlessParticipant each : List.of(ann, bob)) {
                each.await(Milestone.START);
                each.await(Milestone.FIRST_KEY_FRAME);
                each.await(Milestone.FIRST_AUDIO_PACKET);
            }
            ann.stop();
            ann.await(Milestone.CLOSED);
            until(() -> bob.transcript().kinds(FrameOrigin.SERVER).contains("other_left"));
        }
    }

    @Test
    void aReceiversKeyFrameRequestReachesTheSender() {
        ParticipantOptions options = ParticipantOptions.mirror("pli", "alone").lasting(Duration.ofSeconds(20));
        try (HeadlessParticipant participant = clients.join(server, options)) {
            participant.await(Milestone.FIRST_KEY_FRAME);
            ReceivedTrack video = participant.tracks().stream()
                    .filter(track -> track.kind() == MediaKind.VIDEO)
                    .findFirst()
                    .orElseThrow();
            long before = participant.keyFramesSent();
            for (int i = 0; i < 10; i++) {
                video.requestKeyFrame();
            }
            // One key frame is made at once, and one for all requests that came too soon. Without requests the sender
            // makes one every two seconds.
            until(() -> participant.keyFramesSent() >= before + 2);
        }
    }

    @Test
    void twoAreOneTooManyForAMirror() {
        ParticipantOptions options = ParticipantOptions.mirror("full", "first").lasting(Duration.ofSeconds(20));
        try (HeadlessParticipant first = clients.join(server, options)) {
            first.await(Milestone.JOINED);
            try (HeadlessParticipant second = clients.join(server, options.with("userId", "second"))) {
                Arrival refused = second.await(Milestone.REFUSED);
                assertThat(refused.payload().path("kind").asText()).isEqualTo("error-full");
                second.await(Milestone.CLOSED);
            }
            first.await(Milestone.FIRST_KEY_FRAME);
        }
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within ten seconds").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    /** The configuration's defaults, as the container would give them. */
    private static SfuConfiguration defaults() {
        return (SfuConfiguration) java.lang.reflect.Proxy.newProxyInstance(
                SfuConfiguration.class.getClassLoader(),
                new Class<?>[] {SfuConfiguration.class},
                (proxy, method, arguments) -> method.getDefaultValue());
    }
}
