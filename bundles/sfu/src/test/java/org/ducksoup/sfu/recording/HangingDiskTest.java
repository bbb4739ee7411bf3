package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running interaction watches its recordings. Its end does not wait for a disk. */
@Timeout(20)
class HangingDiskTest {
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private House house;

    private House.Client begin() throws Exception {
        house = new House(Map.of("dataDirectory", directory.toString(), "minFreeMebibytes", 0));
        house.recorders.addFactory(Hanging::new, Map.of("ducksoup.recorder.name", "muxed"));
        House.Client me = house.join(Requests.inMode(House.request("me", 1, 1200), "muxed", false, false))
                .connect()
                .answer();
        me.audio.packet();
        me.audio.packet();
        assertThat(hanging.await(5, TimeUnit.SECONDS)).isTrue();
        return me;
    }

    private <E> List<E> await(Class<E> type) throws InterruptedException {
        while (house.events(type).isEmpty()) {
            house.timer.pass(Duration.ofMillis(500));
            closed.await(50, TimeUnit.MILLISECONDS);
        }
        return house.events(type);
    }

    @Test
    void isToldWhileTheInteractionRunsAndTheRecordingGoesOn() throws Exception {
        begin();
        assertThat(await(InteractionEvent.RecordingStalled.class))
                .extracting(InteractionEvent.RecordingStalled::reason)
                .containsExactly("the disk or the recorder does not answer; what comes waits in memory");
        answers.countDown();
        assertThat(await(InteractionEvent.RecordingResumed.class))
                .extracting(InteractionEvent.RecordingResumed::missing)
                .containsOnlyNulls();
        assertThat(house.events(InteractionEvent.RecordingFailed.class)).isEmpty();
    }

    @Test
    void theEndComesInFiveSecondsAndSaysWhichFilesAreNotComplete() throws Exception {
        House.Client me = begin();
        house.timer.pass(Duration.ofSeconds(1200));
        house.timer.pass(Duration.ofMillis(4900));
        assertThat(house.events(InteractionEvent.InteractionEnded.class)).isEmpty();
        house.timer.pass(Duration.ofMillis(200));
        InteractionEvent.InteractionEnded ended =
                house.events(InteractionEvent.InteractionEnded.class).get(0);
        assertThat(ended.files().get("me")).singleElement().asString().endsWith(".rec");
        assertThat(ended.incomplete()).isEqualTo(ended.files());
        assertThat(house.events(InteractionEvent.RecordingFailed.class))
                .singleElement()
                .matches(failed -> !failed.isFinal());
        assertThat(me.closed).isTrue();
        answers.countDown();
        assertThat(closed.await(5, TimeUnit.SECONDS))
                .as("the file is completed nevertheless")
                .isTrue();
    }

    private final class Hanging implements Recorder {
        private final Path file;

        Hanging(RecordingRequest request) throws IOException {
            file = Files.createFile(request.directory().resolve(request.fileStem() + ".rec"));
        }

        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            hanging.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
