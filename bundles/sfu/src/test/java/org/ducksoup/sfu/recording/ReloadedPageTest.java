package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page that reloads repeatedly, on purpose or by a bug, does not use up memory. */
@Timeout(20)
class ReloadedPageTest {
    private final Semaphore written = new Semaphore(0);
    private final Semaphore closed = new Semaphore(0);

    @TempDir
    private Path directory;

    @Test
    void whatAFinishedRecordingNeededIsGivenBack() throws Exception {
        House house = new House(Map.of("dataDirectory", directory.toString(), "minFreeMebibytes", 0));
        house.recorders.addFactory(request -> new Counting(), Map.of("ducksoup.recorder.name", "muxed"));
        for (int i = 0; i < 20; i++) {
            House.Client me = house.join(Requests.inMode(House.request("me", 1, 1200), "muxed", false, false))
                    .connect();
            me.audio.packet();
            me.audio.packet();
            assertThat(written.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            assertThat(house.recordingMemory.used()).isPositive().isLessThanOrEqualTo(4L * PacketQueue.PAGE_BYTES);
            me.session.channelClosed();
            assertThat(closed.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            while (house.recordingMemory.used() > 0) {
                Thread.onSpinWait();
            }
            written.drainPermits();
        }
    }

    private final class Counting implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            written.release();
        }

        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public void close() {
            closed.release();
        }
    }
}
