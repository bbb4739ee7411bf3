package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecorderFactory;
import org.junit.jupiter.api.Test;

/** An interaction from the first join to the end. */
class InteractionTest {
    private final House house = new House();

    @Test
    void whoJoinsIsToldHowLongTheOthersAreWaitedFor() {
        House.Client ann = house.join("ann", 2, 60);
        assertThat(ann.last(ServerMessage.Joined.class).waiting()).isEqualTo(Duration.ofSeconds(15));
        house.timer.passSeconds(4);
        House.Client bob = house.join("bob", 2, 60);
        assertThat(bob.last(ServerMessage.Joined.class).waiting()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void nobodyIsWaitedForAfterTheStart() {
        House.Client[] two = house.startTwo(60);
        two[1].session.channelClosed();
        House.Client back = house.join("bob", 2, 60);
        assertThat(back.last(ServerMessage.Joined.class).waiting()).isNull();
    }

    @Test
    void aMirrorFromJoinToEnd() {
        House.Client me = house.join("me", 1, 20);
        assertThat(me.told()).containsExactly("Joined", "Offer");
        assertThat(me.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.NEW_INTERACTION);
        assertThat(me.connection.name).isEqualTo("study/room/me");
        assertThat(me.connection.received).containsExactly(List.of(Codec.OPUS), List.of(Codec.H264, Codec.VP8));
        assertThat(me.messages)
                .filteredOn(ServerMessage.Candidate.class::isInstance)
                .hasSize(1);

        me.connect();
        assertThat(me.told()).containsExactly("Joined", "Offer", "Start", "Offer");
        assertThat(me.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(20));
        assertThat(me.connection.active())
                .extracting(s -> s.track().kind())
                .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
        me.audio.packet();
        me.video.packet();
        me.video.packet();
        assertThat(me.connection.senders).extracting(s -> s.packets).containsExactly(1, 2);

        me.answer();
        assertThat(me.video.keyFrameRequests).isEqualTo(1);
        house.timer.passSeconds(5);
        assertThat(me.told()).endsWith("Ending");
        house.timer.passSeconds(15);
        assertThat(me.told()).containsExactly("Joined", "Offer", "Start", "Offer", "Ending", "Files", "End");
        assertThat(me.last(ServerMessage.Files.class).byUser()).containsOnlyKeys("me");
        assertThat(me.closed).isTrue();
        assertThat(me.connection.closed).isTrue();
        assertThat(house.over).containsExactly(house.interaction());
        house.forgetFarewells();
        assertThat(house.timer.pending()).isZero();
    }

    @Test
    void itsEventsInOrder() {
        House.Client me = house.join("me", 1, 16);
        me.connect().answer();
        house.timer.passSeconds(16);
        assertThat(house.kinds())
                .filteredOn(k -> !k.endsWith("bitrate") && !k.endsWith("Bitrate") && !k.endsWith("Report"))
                .containsExactly(
                        "InteractionCreated",
                        "ParticipantJoined",
                        "ParticipantConnected",
                        "OfferRequested",
                        "SignalingStateChanged",
                        "SignalingStateChanged",
                        "ConnectionStateChanged",
                        "TrackReceived",
                        "PipelineCreated",
                        "TrackAdded",
                        "TrackReceived",
                        "PipelineCreated",
                        "TrackAdded",
                        "RunOpened",
                        "InteractionStarted",
                        "PipelineStarted",
                        "OfferRequested",
                        "SignalingStateChanged",
                        "SignalingStateChanged",
                        "KeyFrameRequested",
                        "EndingNoticeSent",
                        "InteractionEnded",
                        "OutboundTrackStopped",
                        "OutboundTrackStopped",
                        "PipelineStopped",
                        "PipelineDeleted",
                        "ParticipantDisconnected",
                        "InteractionDeleted");
        assertThat(house.endReason()).isEqualTo(EndReason.DURATION_REACHED);
        InteractionEvent.Scope last = house.events.get(house.events.size() - 1).scope();
        assertThat(last.key()).isEqualTo(House.KEY);
        assertThat(Duration.between(last.startedAt(), last.at())).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void audioOnlyStartsWithoutVideo() {
        JoinRequest request = Requests.audioOnly(House.request("me", 1, 60));
        House.Client me = house.join(request).answer();
        assertThat(me.connection.received).hasSize(1);
        me.connection.listener.onTrack(new FakeReceiver(Codec.OPUS, 1));
        assertThat(me.told()).contains("Start");
    }

    /** DUCKSOUP_NO_RECORDING: the mode's media is processed, but nothing is written to the disk. */
    @Test
    void nothingIsRecordedWhereTheInstallationSaysSo() {
        for (boolean recorded : new boolean[] {true, false}) {
            House house = new House("noRecording", !recorded);
            JoinRequest asItIs = Requests.inMode(House.request("me", 1, 16), "passthrough", false, false);
            RecorderFactory recorder = request -> {
                throw new java.io.IOException("opened");
            };
            house.recorders.addFactory(recorder, Map.of("ducksoup.recorder.name", "passthrough"));
            house.join(asItIs).connect().answer();
            assertThat(house.events)
                    .filteredOn(InteractionEvent.RunOpened.class::isInstance)
                    .singleElement()
                    .satisfies(event -> {
                        InteractionEvent.Run run = ((InteractionEvent.RunOpened) event).run();
                        assertThat(run.recorded()).isEqualTo(recorded);
                        assertThat(run.recordingMode()).isEqualTo("passthrough");
                    });
        }
    }

    @Test
    void aNewcomerIsToldWhoIsThere() {
        House.Client ann = house.join("ann", 2, 60);
        House.Client bob = house.join("bob", 2, 60);
        assertThat(bob.told()).startsWith("Joined", "OtherJoined", "Offer");
        assertThat(bob.last(ServerMessage.OtherJoined.class).userId()).isEqualTo("ann");
        assertThat(ann.last(ServerMessage.OtherJoined.class).userId()).isEqualTo("bob");
    }

    /** Firefox without its downloaded H264 codec supports VP8 only. */
    @Test
    void aFormatThatABrowserCannotDoIsLogged() {
        House.Client me = house.join("me", 1, 60);
        me.videoCodec = Codec.VP8;
        me.connect();
        assertThat(house.events(InteractionEvent.JoinValueIgnored.class))
                .extracting(
                        InteractionEvent.JoinValueIgnored::key,
                        InteractionEvent.JoinValueIgnored::wanted,
                        InteractionEvent.JoinValueIgnored::valid)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("videoFormat", "H264", "VP8"));
    }

    /** Twenty minutes of samples leave nothing behind. */
    @Test
    void doesNotGatherTimers() {
        house.join("me", 1, 1200).connect();
        house.timer.passSeconds(1000);
        assertThat(house.timer.pending()).isEqualTo(4);
    }
}
