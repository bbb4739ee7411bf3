package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.channel.QueuedChannel;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.plan.PlansHere;
import org.ducksoup.sfu.recording.Recorders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interaction is over, and its files are being completed, which takes a slow disk seconds. */
@Timeout(30)
class ResumedAtTheEndTest {
    private final CountDownLatch completing = new CountDownLatch(1);
    private final CountDownLatch disk = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private Interactions interactions;
    private FakeConnection connection;
    private QueuedChannel first;
    private ParticipantSession session;
    private ServerMessage.Joined joined;

    @BeforeEach
    void endWithASlowDisk() throws Exception {
        Recorders recorders = new Recorders();
        recorders.addFactory(SlowToClose::new, Map.of("ducksoup.recorder.name", "muxed"));
        interactions = new Interactions(
                Defaults.of(
                        SfuConfiguration.class, Map.of("dataDirectory", directory.toString(), "minFreeMebibytes", 0)),
                new FakeConnection.Factory((name, listener) -> connection = new FakeConnection(name, listener)),
                event -> {},
                new Pipelines(),
                recorders,
                new Estimators(),
                new PlansHere());
        first = new QueuedChannel();
        session = interactions.join(request(), first);
        joined = first.next(ServerMessage.Joined.class);
        first.next(ServerMessage.Offer.class);
        session.answer(SessionDescription.answer("good"));
        connection.listener.onStateChange(ConnectionState.CONNECTED);
        connection.listener.onTrack(new FakeReceiver(Codec.OPUS, 1));
        connection.listener.onTrack(new FakeReceiver(Codec.H264, 2));
        first.next(ServerMessage.Start.class);
        assertThat(completing.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() {
        disk.countDown();
        interactions.close();
    }

    private static JoinRequest request() {
        return Requests.inMode(Requests.of(House.KEY, "me", 1, 1), "muxed", false, false);
    }

    private static JoinRequest resuming(String token) {
        return Requests.resuming(request(), new Resumption(token, Resumption.UNKNOWN));
    }

    @Test
    void whoResumesMeanwhileIsToldTheFilesAndTheEnd() throws Exception {
        session.channelLost();
        QueuedChannel back = new QueuedChannel();
        interactions.join(resuming(joined.resumeToken()), back);
        assertThat(back.next(ServerMessage.class))
                .isInstanceOfSatisfying(ServerMessage.Joined.class, again -> assertThat(again.context())
                        .isEqualTo(ServerMessage.Joined.Context.RECONNECTION));
        disk.countDown();
        ServerMessage.Files files = back.next(ServerMessage.Files.class);
        assertThat(back.passedOver)
                .as("there is no time left to start with")
                .doesNotHaveAnyElementsOfTypes(ServerMessage.Start.class);
        assertThat(files.byUser().get("me")).singleElement().asString().endsWith(".rec");
        assertThat(back.next(ServerMessage.class)).isInstanceOf(ServerMessage.End.class);
        assertThat(back.closed.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStrangersTokenIsOfNoUse() throws Exception {
        QueuedChannel stranger = new QueuedChannel();
        interactions.join(resuming("made up"), stranger);
        assertThat(stranger.next(ServerMessage.class))
                .isInstanceOfSatisfying(ServerMessage.Refused.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(ServerMessage.Refusal.ABORTED));
    }

    @Test
    void whoComesWithoutATokenBeginsTheNextOne() throws Exception {
        QueuedChannel next = new QueuedChannel();
        interactions.join(request(), next);
        assertThat(next.next(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.NEW_INTERACTION);
        // The first one's client still gets its own end, though there is another interaction of this name.
        session.channelLost();
        QueuedChannel back = new QueuedChannel();
        interactions.join(resuming(joined.resumeToken()), back);
        back.next(ServerMessage.Joined.class);
        disk.countDown();
        back.next(ServerMessage.Files.class);
        back.next(ServerMessage.End.class);
    }

    /** SIGTERM comes while files are being completed. */
    @Test
    void aStopOfTheServerWaitsForTheFiles() throws Exception {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(interactions::close);
        assertThat(stopped).isNotDone();
        disk.countDown();
        stopped.get(5, TimeUnit.SECONDS);
        first.next(ServerMessage.Files.class);
        first.next(ServerMessage.End.class);
    }

    private final class SlowToClose implements Recorder {
        private final Path file;

        SlowToClose(RecordingRequest request) throws IOException {
            file = Files.createFile(request.directory().resolve(request.fileStem() + ".rec"));
        }

        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {}

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public void close() {
            completing.countDown();
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
