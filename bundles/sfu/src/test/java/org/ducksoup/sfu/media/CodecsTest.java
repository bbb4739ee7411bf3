package org.ducksoup.sfu.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.sfu.FakeReceiver;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.effect.FakePipelines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Participants whose browsers know different codecs, and browsers that change their codec in mid-call. */
class CodecsTest {
    private final House house = new House();

    @TempDir
    private Path directory;

    @Test
    void whoeverSendsWhatSomebodyCannotDecodeIsAskedForAnotherCodec() {
        House.Client ann = house.join("ann", 2, 60).connect();
        House.Client bob = house.join("bob", 2, 60);
        bob.connection.accepted = Set.of(Codec.VP8);
        bob.videoCodec = Codec.VP8;
        bob.connect();
        assertThat(ann.connection.received.get(2)).containsExactly(Codec.VP8, Codec.H264);
        assertThat(bob.connection.received).as("bob sends VP8 anyway").hasSize(2);
        assertThat(house.events(InteractionEvent.CodecRequested.class))
                .singleElement()
                .matches(e -> "ann".equals(e.scope().userId()) && e.requested() == Codec.VP8);
        assertThat(ann.told()).endsWith("OtherJoined", "Offer", "Start");

        FakeReceiver vp8 = new FakeReceiver(Codec.VP8, 77);
        ann.answer();
        ann.connection.listener.onTrack(vp8);
        bob.answer();
        vp8.packet();
        assertThat(bob.connection.active())
                .filteredOn(sender -> sender.track().codec() == Codec.VP8)
                .singleElement()
                .matches(sender -> sender.packets == 1);
        assertThat(bob.connection.active())
                .as("what bob cannot decode is taken away")
                .noneMatch(sender -> sender.track().codec() == Codec.H264);
    }

    @Test
    void whereNoCodecIsCommonBothAreTold() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connection.accepted = Set.of(Codec.H264);
        ann.connect();
        House.Client bob = house.join("bob", 2, 60);
        bob.connection.accepted = Set.of(Codec.VP8);
        bob.answer();
        for (House.Client client : List.of(ann, bob)) {
            assertThat(client.told()).endsWith("Refused ABORTED");
            assertThat(client.last(ServerMessage.Refused.class).reason().key()).isEqualTo("codec");
            assertThat(client.last(ServerMessage.Refused.class).reason().message())
                    .contains("no video format that the browsers of all participants know");
        }
    }

    @Test
    void aBrowserThatChangesItsCodecIsFollowed() {
        FakePipelines pipelines = new FakePipelines();
        house.pipelines.setFactory(pipelines);
        House.Client ann = house.join(Requests.withEffects(House.request("ann", 2, 60), null, "blur"));
        House.Client bob = house.join("bob", 2, 60);
        ann.connect();
        bob.connect().answer();
        ann.answer();
        FakeReceiver before = ann.video;
        FakeReceiver vp8 = new FakeReceiver(Codec.VP8, 77);
        ann.connection.listener.onTrack(vp8);
        assertThat(house.events(InteractionEvent.CodecChanged.class))
                .singleElement()
                .matches(e -> e.from() == Codec.H264 && e.to() == Codec.VP8);
        assertThat(pipelines.built).as("the effect is built for the new codec").hasSize(2);
        assertThat(pipelines.built.get(0).closed).isTrue();
        bob.answer();
        vp8.packet();
        before.packet();
        assertThat(bob.connection.active())
                .filteredOn(sender -> sender.track().kind() == vp8.kind())
                .singleElement()
                .matches(sender -> sender.track().codec() == Codec.VP8 && sender.packets == 1);
    }

    @Test
    void itsRecordingGoesOnInAnotherPart() {
        House recorded = new House(Map.of("dataDirectory", directory.toString(), "minFreeMebibytes", 0));
        List<RecordingRequest> opened = new ArrayList<>();
        recorded.recorders.addFactory(
                request -> {
                    synchronized (opened) {
                        opened.add(request);
                    }
                    return new Nothing();
                },
                Map.of("ducksoup.recorder.name", "muxed"));
        House.Client me = recorded.join(Requests.inMode(House.request("me", 1, 60), "muxed", false, false));
        me.connect().answer();
        me.connection.listener.onTrack(new FakeReceiver(Codec.VP8, 77));
        org.awaitility.Awaitility.await().until(() -> {
            synchronized (opened) {
                return opened.size() == 2;
            }
        });
        synchronized (opened) {
            opened.sort(java.util.Comparator.comparing(RecordingRequest::fileStem));
            assertThat(opened.get(1).fileStem()).isEqualTo(opened.get(0).fileStem() + "-p-2");
            assertThat(opened)
                    .extracting(request -> request.tracks().stream()
                            .map(RecordedTrack::codec)
                            .sorted()
                            .toList())
                    .containsExactlyInAnyOrder(List.of(Codec.OPUS, Codec.H264), List.of(Codec.OPUS, Codec.VP8));
        }
        recorded.timer.passSeconds(60);
    }

    private static final class Nothing implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {}

        @Override
        public void flush() {}

        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
