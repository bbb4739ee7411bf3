package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.SessionDescription;
import org.junit.jupiter.api.Test;

class InteractionTest {
    private final House house = new House();

    private EndReason endReason() {
        return house.events(InteractionEvent.InteractionEnded.class).get(0).reason();
    }

    private House.Client[] startTwo(int seconds) {
        House.Client ann = house.join("ann", 2, seconds);
        House.Client bob = house.join("bob", 2, seconds);
        ann.connect();
        bob.connect();
        return new House.Client[] {ann, bob};
    }

    // ---- from the first join to the end

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
        assertThat(endReason()).isEqualTo(EndReason.DURATION_REACHED);
        InteractionEvent.Scope last = house.events.get(house.events.size() - 1).scope();
        assertThat(last.key()).isEqualTo(House.KEY);
        assertThat(Duration.between(last.startedAt(), last.at())).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void saysWhichTracksAreNotSentToWhom() {
        House.Client ann = house.join("ann", 3, 16).connect().answer();
        House.Client bob = house.join("bob", 3, 16).connect().answer();
        House.Client zoe = house.join("zoe", 3, 16).connect().answer();
        assertThat(house.events(InteractionEvent.OwnTrackSkipped.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId())
                .contains("ann " + ann.audio.trackId(), "ann " + ann.video.trackId(), "bob " + bob.video.trackId())
                .doesNotContain("ann " + bob.audio.trackId(), "bob " + ann.video.trackId());
        assertThat(house.events(InteractionEvent.DuplicateTrackSkipped.class)).isEmpty();
        zoe.session.leave();
        assertThat(house.events(InteractionEvent.DuplicateTrackSkipped.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId())
                .containsExactlyInAnyOrder(
                        "ann " + bob.audio.trackId(),
                        "ann " + bob.video.trackId(),
                        "bob " + ann.audio.trackId(),
                        "bob " + ann.video.trackId());
    }

    @Test
    void saysHowManyPacketsASecondCouldNotBeSent() {
        House.Client ann = house.join("ann", 2, 16).connect().answer();
        House.Client bob = house.join("bob", 2, 16).connect().answer();
        house.timer.passSeconds(2);
        assertThat(house.events(InteractionEvent.TrackWriteFailed.class)).isEmpty();
        FakeSender broken = ann.connection.senders.get(1);
        broken.failed = 3;
        house.timer.passSeconds(2);
        broken.failed = 10;
        house.timer.passSeconds(3);
        assertThat(house.events(InteractionEvent.TrackWriteFailed.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId() + " " + e.packets())
                .containsExactly(
                        "ann " + broken.track().trackId() + " 3",
                        "ann " + broken.track().trackId() + " 7");
        assertThat(bob.closed).isFalse();
    }

    /** After an outage its receivers would take seconds to ask. */
    @Test
    void aBrokenPictureIsAskedForAnew() {
        House house = new House();
        House.Client me = house.join("me", 1, 16).connect().answer();
        house.timer.passSeconds(1);
        int before = me.video.keyFrameRequests;
        me.video.broken.run();
        assertThat(me.video.keyFrameRequests).isEqualTo(before + 1);
        assertThat(house.events(InteractionEvent.KeyFrameRequested.class))
                .extracting(InteractionEvent.KeyFrameRequested::cause)
                .last()
                .isEqualTo("gap");
    }

    /** DUCKSOUP_NO_RECORDING: the mode's media, and not a byte on the disk. */
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
    void twoGetEachOthersTracksOnceBothAreThere() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connect();
        assertThat(ann.told()).as("waits").containsExactly("Joined", "Offer");
        House.Client bob = house.join("bob", 2, 60);
        assertThat(bob.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.EXISTING_INTERACTION);
        bob.connect();
        assertThat(ann.told()).containsExactly("Joined", "Offer", "OtherJoined", "Start", "Offer");
        assertThat(bob.told()).containsExactly("Joined", "OtherJoined", "Offer", "Start", "Offer");
        bob.video.packet();
        assertThat(ann.connection.senders).extracting(s -> s.packets).containsExactly(0, 1);
        assertThat(bob.connection.senders).extracting(s -> s.packets).containsExactly(0, 0);
        String stream = ann.connection.senders.get(0).track().streamId();
        assertThat(ann.connection.senders).allMatch(s -> s.track().streamId().equals(stream));
        assertThat(ann.last(ServerMessage.OtherJoined.class)).isEqualTo(new ServerMessage.OtherJoined("bob", stream));
    }

    @Test
    void threeGetTwoStreamsEach() {
        List<House.Client> all = new ArrayList<>();
        for (String user : List.of("a", "b", "c")) {
            all.add(house.join(user, 3, 60));
        }
        all.forEach(House.Client::connect);
        for (House.Client client : all) {
            assertThat(client.connection.active()).hasSize(4);
            assertThat(client.connection.active().stream()
                            .map(s -> s.track().streamId())
                            .distinct())
                    .hasSize(2);
            assertThat(client.connection.offers)
                    .as("one offer for all four tracks")
                    .hasSize(2);
            client.answer();
        }
        all.get(0).video.packet();
        assertThat(all.get(1).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isEqualTo(1);
        assertThat(all.get(2).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isEqualTo(1);
        assertThat(all.get(0).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isZero();
    }

    @Test
    void audioOnlyStartsWithoutVideo() {
        JoinRequest request = Requests.audioOnly(House.request("me", 1, 60));
        House.Client me = house.join(request).answer();
        assertThat(me.connection.received).hasSize(1);
        me.connection.listener.onTrack(new FakeReceiver(Codec.OPUS, 1));
        assertThat(me.told()).contains("Start");
    }

    // ---- who is let in

    @Test
    void oneTooManyIsRefused() {
        startTwo(60);
        House.Client third = house.join("cat", 2, 60);
        assertThat(third.told()).containsExactly("Refused FULL");
        assertThat(third.closed).isTrue();
        assertThat(third.last(ServerMessage.Refused.class).reason().key()).isEqualTo("size");
    }

    @Test
    void whoLeftBeforeTheStartFreesTheSeat() {
        House.Client ann = house.join("ann", 2, 60).connect();
        House.Client bob = house.join("bob", 2, 60);
        bob.session.leave();
        assertThat(ann.told()).endsWith("OtherJoined", "OtherLeft");
        House.Client cat = house.join("cat", 2, 60).connect();
        assertThat(cat.told()).contains("Start");
        assertThat(ann.told()).contains("Start");
    }

    /** Nobody sees anybody before the interaction starts. */
    @Test
    void whoLeavesBeforeTheStartDoesNotBringTheOthersTogether() {
        House.Client ann = house.join("ann", 3, 60).connect();
        House.Client bob = house.join("bob", 3, 60).connect();
        House.Client cat = house.join("cat", 3, 60);
        cat.session.channelClosed();
        assertThat(ann.connection.senders).isEmpty();
        assertThat(bob.connection.senders).isEmpty();
        assertThat(ann.connection.offers).hasSize(1);
    }

    @Test
    void whoLeftAfterTheStartDoesNot() {
        House.Client[] two = startTwo(60);
        two[1].session.channelClosed();
        assertThat(house.join("cat", 2, 60).told()).containsExactly("Refused FULL");
    }

    @Test
    void aDuplicateOfSomebodyWhoIsThereIsRefused() {
        House.Client[] two = startTwo(60);
        House.Client again = house.join("ann", 2, 60);
        assertThat(again.told()).containsExactly("Refused DUPLICATE");
        assertThat(again.closed).isTrue();
        assertThat(two[0].closed).isFalse();
    }

    @Test
    void aDuplicateTakesOverADeadConnection() {
        House.Client[] two = startTwo(60);
        two[0].alive = new CompletableFuture<>();
        House.Client again = house.join("ann", 2, 60);
        assertThat(again.told()).as("while it is asked").isEmpty();
        two[0].alive.complete(false);
        assertThat(again.told()).containsExactly("Joined", "OtherJoined", "Offer");
        assertThat(again.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(two[0].closed).isTrue();
        assertThat(two[0].connection.closed).isTrue();
    }

    @Test
    void ofTwoDuplicatesAtOnceOneGetsTheSeat() {
        House.Client[] two = startTwo(60);
        two[0].alive = new CompletableFuture<>();
        House.Client second = house.join("ann", 2, 60);
        House.Client third = house.join("ann", 2, 60);
        two[0].alive.complete(false);
        assertThat(List.of(second.told().get(0), third.told().get(0)))
                .containsExactlyInAnyOrder("Joined", "Refused DUPLICATE");
    }

    @Test
    void valuesThatCountForAllAreTheFirstJoiners() {
        house.join("ann", 2, 60);
        JoinRequest other = House.request("bob", 5, 90);
        house.join(other);
        assertThat(house.events(InteractionEvent.JoinValueIgnored.class))
                .extracting(InteractionEvent.JoinValueIgnored::key)
                .containsExactly("duration", "size");
        assertThat(house.join("cat", 5, 90).told()).containsExactly("Refused FULL");
    }

    @Test
    void isAbortedWhenTheOthersDoNotCome() {
        House.Client ann = house.join("ann", 2, 60).connect();
        house.timer.pass(Duration.ofMillis(14_999));
        assertThat(ann.closed).isFalse();
        house.timer.pass(Duration.ofMillis(1));
        assertThat(ann.told()).endsWith("Refused ABORTED");
        assertThat(ann.closed).isTrue();
        assertThat(endReason()).isEqualTo(EndReason.ABORTED);
        assertThat(house.over).hasSize(1);
        assertThat(house.join("ann", 2, 60).told()).as("the name is free again").containsExactly("Joined", "Offer");
    }

    @Test
    void isGoneWhenEverybodyLeavesBeforeTheStart() {
        House.Client ann = house.join("ann", 2, 60);
        ann.session.channelClosed();
        assertThat(endReason()).isEqualTo(EndReason.EMPTY);
        assertThat(house.timer.pending()).isZero();
    }

    // ---- peer connections that do not work

    @Test
    void saysWhenThereIsNoPeerConnection() {
        house.openingFails = true;
        House.Client ann = house.join("ann", 2, 60);
        assertThat(ann.told()).containsExactly("Refused PEER_CONNECTION");
        assertThat(ann.closed).isTrue();
        assertThat(house.over).as("nobody is left in it").hasSize(1);
        house.openingFails = false;
        assertThat(house.join("ann", 2, 60).told()).containsExactly("Joined", "Offer");
    }

    @Test
    void saysWhenNoOfferCanBeMade() {
        House.Client ann = house.join("ann", 3, 60);
        house.prepare = connection -> connection.offersFail = true;
        House.Client bob = house.join("bob", 3, 60);
        assertThat(bob.told()).endsWith("Refused PEER_CONNECTION");
        assertThat(bob.connection.closed).isTrue();
        assertThat(ann.told()).endsWith("OtherJoined", "OtherLeft");
        house.prepare = connection -> {};
        assertThat(house.join("bob", 3, 60).told()).containsExactly("Joined", "OtherJoined", "Offer");
    }

    @Test
    void aBugEndsThisInteractionAndTellsEverybody() {
        house.prepare = connection -> connection.bug = new IllegalStateException("a bug, as this test wants it");
        House.Client[] two = startTwo(60);
        assertThat(endReason()).isEqualTo(EndReason.FAILED);
        for (House.Client client : two) {
            assertThat(client.told()).endsWith("Files", "End");
            assertThat(client.closed).isTrue();
            assertThat(client.connection.closed).isTrue();
        }
        assertThat(house.over).hasSize(1);
        assertThat(house.timer.pending()).isZero();
    }

    @Test
    void aMissingClassIsABugToo() {
        House.Client me = house.join("me", 1, 60);
        house.interaction().execute(() -> {
            throw new NoClassDefFoundError("a bug, as this test wants it");
        });
        assertThat(me.closed).isTrue();
        assertThat(endReason()).isEqualTo(EndReason.FAILED);
    }

    // ---- coming back

    @Test
    void whoComesBackGetsTheRemainingTimeAndTheOthersItsTracks() {
        House.Client[] two = startTwo(60);
        House.Client ann = two[0];
        House.Client bob = two[1];
        ann.answer();
        bob.answer();
        house.timer.passSeconds(10);
        bob.session.channelClosed();
        assertThat(ann.told()).endsWith("OtherLeft", "Offer");
        assertThat(ann.connection.active()).isEmpty();
        ann.answer();
        assertThat(bob.connection.closed).isTrue();
        house.timer.passSeconds(10);

        House.Client back = house.join("bob", 2, 60);
        assertThat(back.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(ann.told()).endsWith("OtherJoined");
        back.connect();
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(back.connection.active()).hasSize(2);
        back.video.packet();
        assertThat(ann.connection.active()).hasSize(2);
        assertThat(ann.connection.active().get(1).packets).isEqualTo(1);
        assertThat(ann.connection.active().get(1).track().streamId())
                .as("the stream that other_joined names")
                .isEqualTo(ann.last(ServerMessage.OtherJoined.class).streamId());
        ann.answer();
        assertThat(back.video.keyFrameRequests).isEqualTo(1);
        assertThat(house.events(InteractionEvent.ParticipantConnected.class))
                .extracting(InteractionEvent.ParticipantConnected::connectionCount)
                .containsExactly(1, 1, 2);
        house.timer.passSeconds(40);
        assertThat(back.told()).endsWith("Ending", "Files", "End");
    }

    /** The old connection may still bring packets while it is being closed; two threads must not feed one sender. */
    @Test
    void theOldConnectionFeedsNobodyAnyMore() {
        House.Client[] two = startTwo(60);
        FakeSender bobsVideo = two[0].connection.senders.get(1);
        FakeReceiver old = two[1].video;
        two[1].session.channelClosed();
        house.join("bob", 2, 60).connect();
        old.packet();
        assertThat(bobsVideo.packets).isZero();
    }

    // ---- a channel lost, the media untouched

    private JoinRequest resuming(House.Client client, String user, int size) {
        return Requests.resuming(
                House.request(user, size, 60),
                client.last(ServerMessage.Joined.class).resumeToken());
    }

    @Test
    void aLostChannelIsReplacedAndTheMediaDoesNotNotice() {
        House.Client[] two = startTwo(60);
        two[0].answer();
        two[1].answer();
        int annHeard = two[0].told().size();
        int connections = house.connections.size();
        two[1].session.channelLost();
        house.timer.passSeconds(20);
        two[1].video.packet();

        House.Client back = house.join(resuming(two[1], "bob", 2));
        assertThat(back.told()).containsExactly("Joined", "Start");
        assertThat(back.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(house.connections).hasSize(connections);
        assertThat(two[1].connection.closed).isFalse();
        assertThat(two[0].connection.senders.get(1).packets).isEqualTo(1);
        assertThat(two[0].told()).as("the others hear nothing of it").hasSize(annHeard);
        assertThat(house.kinds()).contains("ChannelLost", "ChannelResumed");

        back.session.leave();
        assertThat(two[0].told()).endsWith("OtherLeft", "Offer");
    }

    @Test
    void whatAClientMissedItIsToldWhenItIsBack() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connect();
        House.Client bob = house.join("bob", 2, 60);
        ann.session.channelLost();
        bob.connect();
        house.timer.passSeconds(3);
        bob.session.leave();

        House.Client back = house.join(resuming(ann, "ann", 2));
        assertThat(back.told()).containsExactly("Joined", "OtherLeft", "Start", "Offer");
        house.timer.passSeconds(42);
        assertThat(back.told()).endsWith("Ending");
        back.session.channelLost();
        House.Client again = house.join(resuming(back, "ann", 2));
        assertThat(again.told()).containsExactly("Joined", "Start", "Ending", "Offer");
    }

    @Test
    void theClientMayNoticeBeforeWeDo() {
        House.Client[] two = startTwo(60);
        House.Client back = house.join(resuming(two[1], "bob", 2));
        assertThat(two[1].closed).isTrue();
        assertThat(back.told()).startsWith("Joined", "Start");
        two[1].session.channelClosed();
        two[1].session.leave();
        assertThat(back.closed).as("the old channel speaks for nobody").isFalse();
        assertThat(two[1].connection.closed).isFalse();
    }

    @Test
    void eachTokenIsGoodOnceAndForItsOwnerOnly() {
        House.Client[] two = startTwo(60);
        JoinRequest stolen = Requests.resuming(
                House.request("ann", 2, 60),
                two[1].last(ServerMessage.Joined.class).resumeToken());
        assertThat(house.join(stolen).told()).containsExactly("Refused DUPLICATE");
        JoinRequest first = resuming(two[1], "bob", 2);
        assertThat(house.join(first).told()).startsWith("Joined");
        assertThat(house.join(first).told()).containsExactly("Refused DUPLICATE");
    }

    @Test
    void whoComesBackWithoutTheTokenTakesTheSeatOfTheLostChannel() {
        House.Client[] two = startTwo(60);
        two[1].session.channelLost();
        House.Client reloaded = house.join("bob", 2, 60);
        assertThat(two[1].connection.closed).isTrue();
        reloaded.seated().connect();
        assertThat(reloaded.told()).startsWith("Joined", "OtherJoined", "Offer", "Start");
    }

    @Test
    void whoDoesNotComeBackLeavesInTheEnd() {
        House.Client[] two = startTwo(60);
        two[1].session.channelLost();
        house.timer.passSeconds(29);
        assertThat(two[0].told()).doesNotContain("OtherLeft");
        house.timer.passSeconds(1);
        assertThat(two[0].told()).contains("OtherLeft");
        assertThat(two[1].connection.closed).isTrue();
    }

    @Test
    void aClientWithoutSeatDoesNotResumeIntoANewInteraction() {
        House.Client stranger = house.join(Requests.resuming(House.request("eve", 2, 60), "token"));
        assertThat(stranger.told()).containsExactly("Refused ABORTED");
    }

    @Test
    void theEndIsKeptForAClientWithoutAChannel() {
        House.Client me = house.join("me", 1, 20);
        me.connect().answer();
        me.session.channelLost();
        house.timer.passSeconds(20);
        assertThat(house.over).hasSize(1);
        String token = me.last(ServerMessage.Joined.class).resumeToken();
        assertThat(house.farewells.take(token))
                .extracting(Object::getClass)
                .containsExactly(ServerMessage.Files.class, ServerMessage.End.class);
        assertThat(house.farewells.take(token)).isNull();
    }

    @Test
    void whoComesBackShortlyBeforeTheEndHearsOfItToo() {
        House.Client[] two = startTwo(60);
        house.timer.passSeconds(50);
        two[1].session.channelClosed();
        House.Client back = house.join("bob", 2, 60).connect();
        assertThat(back.told()).contains("Start", "Ending");
    }

    @Test
    void whoLeavesForGoodAndComesBackIsANewStream() {
        House.Client[] two = startTwo(60);
        two[0].answer();
        two[1].session.leave();
        assertThat(two[0].connection.active()).isEmpty();
        assertThat(two[0].connection.offers).as("an offer without them").hasSize(3);
        two[0].answer();
        house.join("bob", 2, 60).connect();
        assertThat(two[0].connection.active()).hasSize(2);
        assertThat(two[0].connection.offers).hasSize(4);
    }

    @Test
    void aFailedConnectionLeavesTheSeatToBeTakenAgain() {
        House.Client[] two = startTwo(60);
        two[1].connection.listener.onStateChange(ConnectionState.DISCONNECTED);
        assertThat(two[1].closed).isFalse();
        two[1].connection.listener.onStateChange(ConnectionState.FAILED);
        house.timer.passSeconds(1);
        assertThat(two[1].closed).isTrue();
        assertThat(house.join("bob", 2, 60).told()).contains("Joined");
    }

    @Test
    void whoSaysStopLeavesForGoodAlsoWhenTheMediaEndsFirst() {
        House.Client[] two = startTwo(60);
        two[1].connection.listener.onStateChange(ConnectionState.FAILED);
        two[1].session.leave();
        assertThat(house.events(InteractionEvent.ParticipantDisconnected.class))
                .extracting(InteractionEvent.ParticipantDisconnected::cause)
                .containsExactly("client_stop");
        assertThat(two[0].connection.active()).isEmpty();
    }

    /** Firefox without its H264 download does VP8 only. */
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

    @Test
    void aNewcomerIsToldWhoIsThere() {
        House.Client ann = house.join("ann", 2, 60);
        House.Client bob = house.join("bob", 2, 60);
        assertThat(bob.told()).startsWith("Joined", "OtherJoined", "Offer");
        assertThat(bob.last(ServerMessage.OtherJoined.class).userId()).isEqualTo("ann");
        assertThat(ann.last(ServerMessage.OtherJoined.class).userId()).isEqualTo("bob");
    }

    @Test
    void goesOnForAWhileWithNobodyThere() {
        House.Client[] two = startTwo(600);
        two[0].session.channelClosed();
        two[1].session.channelClosed();
        house.timer.passSeconds(29);
        House.Client back = house.join("ann", 2, 600).connect();
        assertThat(back.told()).contains("Start");
        house.timer.passSeconds(5);
        assertThat(back.closed).isFalse();
        back.session.channelClosed();
        house.timer.passSeconds(31);
        assertThat(endReason()).isEqualTo(EndReason.EMPTY);
    }

    @Test
    void thatWhileBeginsAnewEachTime() {
        House.Client me = house.join("me", 1, 600).connect();
        me.session.channelClosed();
        house.timer.passSeconds(10);
        House.Client back = house.join("me", 1, 600).connect();
        house.timer.passSeconds(10);
        back.session.channelClosed();
        house.timer.passSeconds(29);
        assertThat(house.over).isEmpty();
        house.timer.passSeconds(1);
        assertThat(endReason()).isEqualTo(EndReason.EMPTY);
    }

    @Test
    void endsAtOnceWhenAllHaveSaidStop() {
        House.Client[] two = startTwo(600);
        two[0].session.leave();
        assertThat(house.over).isEmpty();
        two[1].session.leave();
        assertThat(endReason()).isEqualTo(EndReason.EMPTY);
        assertThat(house.timer.pending()).isZero();
    }

    // ---- offers

    @Test
    void oneOfferAtATimeAndWhatCameMeanwhileInTheNext() {
        House.Client ann = house.join("ann", 2, 60);
        House.Client bob = house.join("bob", 2, 60);
        ann.media();
        bob.media();
        assertThat(ann.connection.offers).as("the first is not answered yet").hasSize(1);
        ann.session.negotiationNeeded("stable");
        ann.session.iceDisconnected();
        assertThat(ann.connection.offers).hasSize(1);
        ann.answer();
        assertThat(ann.connection.offers).containsExactly(OfferOptions.PLAIN, OfferOptions.ICE_RESTART);
        ann.answer();
        assertThat(ann.connection.offers).as("one for all of it").hasSize(2);
    }

    @Test
    void aConnectionThatDoesNotComeUpIsTriedAgain() {
        house.prepare = connection -> connection.state = ConnectionState.CONNECTING;
        House.Client ann = house.join("ann", 1, 60);
        ann.answer();
        house.timer.passSeconds(4);
        assertThat(ann.connection.offers).containsExactly(OfferOptions.PLAIN, OfferOptions.ICE_RESTART);
        ann.answer();
        ann.connection.state = ConnectionState.CONNECTED;
        house.timer.passSeconds(4);
        assertThat(ann.connection.offers).hasSize(2);
    }

    @Test
    void anAnswerThatDoesNotFitIsIgnored() {
        House.Client me = house.join("me", 1, 60);
        me.session.answer(SessionDescription.answer("nonsense"));
        assertThat(house.events(InteractionEvent.SignalingIgnored.class))
                .extracting(InteractionEvent.SignalingIgnored::kind)
                .containsExactly("client_answer");
        assertThat(me.closed).isFalse();
        me.answer();
        me.answer();
        assertThat(house.events(InteractionEvent.SignalingIgnored.class)).hasSize(2);
    }

    @Test
    void candidatesReachTheConnectionAndLogsTheEvents() {
        House.Client me = house.join("me", 1, 60);
        IceCandidate candidate = new IceCandidate("candidate:2", "0", 0, null);
        me.session.addCandidate(candidate);
        assertThat(me.connection.candidates).containsExactly(candidate);
        me.session.log(new ParticipantSession.ClientLog("ext_hello", "world"));
        assertThat(house.events(InteractionEvent.ClientLogged.class)).hasSize(1);
        me.session.log(new ParticipantSession.ClientLog("client_preflight", "{}"));
        assertThat(house.events(InteractionEvent.PreflightReported.class))
                .extracting(InteractionEvent.PreflightReported::report)
                .containsExactly("{}");
        me.session.leave();
        me.session.addCandidate(candidate);
        me.session.log(new ParticipantSession.ClientLog("ext_hello", "world"));
        me.session.leave();
        me.session.channelClosed();
        me.connection.listener.onStateChange(ConnectionState.FAILED);
        assertThat(me.connection.candidates).hasSize(1);
        assertThat(house.events(InteractionEvent.ClientLogged.class)).hasSize(1);
    }

    // ---- the end

    @Test
    void tellsOfTheEndInTime() {
        int[][] durationAndNotice = {{60, 45}, {16, 1}, {15, 1}, {5, 1}, {2, 1}, {17, 2}};
        for (int[] each : durationAndNotice) {
            House own = new House();
            House.Client me = own.join("me", 1, each[0]).connect();
            own.timer.pass(Duration.ofSeconds(each[1]).minusMillis(1));
            assertThat(me.told()).doesNotContain("Ending");
            own.timer.pass(Duration.ofMillis(1));
            assertThat(me.told()).endsWith("Ending");
            own.timer.pass(Duration.ofSeconds(each[0] - each[1]).minusMillis(1));
            assertThat(me.told()).endsWith("Ending");
            own.timer.pass(Duration.ofMillis(1));
            assertThat(me.told()).endsWith("Ending", "Files", "End");
        }
    }

    @Test
    void aShutdownTellsEverybody() {
        House.Client[] two = startTwo(60);
        house.interaction().end(EndReason.SHUTDOWN);
        house.interaction().end(EndReason.SHUTDOWN);
        for (House.Client client : two) {
            assertThat(client.told()).endsWith("Files", "End");
            assertThat(client.told()).filteredOn("End"::equals).hasSize(1);
            assertThat(client.told()).as("not of each other's leaving").doesNotContain("OtherLeft");
        }
        assertThat(house.events(InteractionEvent.InteractionDeleted.class)).hasSize(1);
    }

    @Test
    void whoComesInTheLastMomentIsToldThatItIsOver() {
        startTwo(60);
        Interaction ended = house.interaction();
        house.timer.passSeconds(60);
        House.Client late = house.new Client();
        late.session = ended.join(House.request("cat", 2, 60), late);
        assertThat(late.told()).containsExactly("Refused ABORTED");
    }

    // ---- key frames and samples

    @Test
    void aReceiversRequestReachesTheSource() {
        House.Client[] two = startTwo(60);
        two[0].answer();
        two[1].answer();
        house.timer.passSeconds(1);
        int before = two[1].video.keyFrameRequests;
        FakeSender bobsVideo = two[0].connection.senders.get(1);
        bobsVideo.feedback.onKeyFrameRequest("PLI");
        assertThat(two[1].video.keyFrameRequests).isEqualTo(before + 1);
        for (int i = 0; i < 50; i++) {
            bobsVideo.feedback.onKeyFrameRequest("PLI");
        }
        assertThat(two[1].video.keyFrameRequests).isEqualTo(before + 1);
        house.timer.passSeconds(5);
        assertThat(two[1].video.keyFrameRequests)
                .as("one more for all that came too soon")
                .isEqualTo(before + 2);
        assertThat(two[1].audio.keyFrameRequests).isZero();
        assertThat(two[0].video.keyFrameRequests).isLessThanOrEqualTo(2);
    }

    @Test
    void samplesBitratesEverySecond() {
        House.Client me = house.join("me", 1, 60).connect();
        for (int i = 0; i < 10; i++) {
            me.video.packet();
        }
        me.video.statistics = new ReceptionReport(10, 1000, 0, 1.5);
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.InboundBitrate.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.InboundBitrate::bitrate)
                .containsExactly(new Bitrate(8000));
        assertThat(house.events(InteractionEvent.OutboundBitrate.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.OutboundBitrate::bitrate)
                .containsExactly(new Bitrate(8000));
        house.events.clear();
        me.video.statistics = new ReceptionReport(20, 2000, 3, 1.5);
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.InboundReport.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.InboundReport::sinceLast)
                .containsExactly(new ReceptionReport(10, 1000, 3, 1.5));
        assertThat(house.events(InteractionEvent.LossThresholdExceeded.class))
                .extracting(InteractionEvent.LossThresholdExceeded::lost)
                .containsExactly(3L);
        house.events.clear();
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.LossThresholdExceeded.class)).isEmpty();
        assertThat(house.events(InteractionEvent.InboundBitrate.class))
                .allMatch(e -> e.bitrate().equals(new Bitrate(0)));
    }

    /** Twenty minutes of samples leave nothing behind. */
    @Test
    void doesNotGatherTimers() {
        house.join("me", 1, 1200).connect();
        house.timer.passSeconds(1000);
        assertThat(house.timer.pending()).isEqualTo(4);
    }
}
