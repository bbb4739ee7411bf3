package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running interaction looks after its recordings: docs/recordings.md promises that within two seconds it is known. */
@Timeout(20)
class HangingDiskTest {
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @Test
    void isToldWhileTheInteractionRuns() throws Exception {
        House house = new House(Map.of("dataDirectory", directory.toString(), "minFreeMebibytes", 0));
        house.recorders.addFactory(request -> new Hanging(), Map.of("ducksoup.recorder.name", "muxed"));
        House.Client me = house.join(Requests.inMode(House.request("me", 1, 1200), "muxed", false, false))
                .connect()
                .answer();
        me.audio.packet();
        me.audio.packet();
        assertThat(hanging.await(5, TimeUnit.SECONDS)).isTrue();
        while (house.events(InteractionEvent.RecordingFailed.class).isEmpty()) {
            house.timer.pass(Duration.ofMillis(500));
            over.await(50, TimeUnit.MILLISECONDS);
        }
        over.countDown();
        assertThat(house.events(InteractionEvent.RecordingFailed.class))
                .extracting(InteractionEvent.RecordingFailed::reason)
                .containsExactly("the disk does not answer");
    }

    private final class Hanging implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            hanging.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

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
