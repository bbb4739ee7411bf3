package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.effect.FakePipelines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With {@code effectLost=pass}, the media that others receive while an effect is lost is recorded, too. */
@Timeout(30)
class LostEffectRecordingTest {
    private static final RecordedTrack DRY = new RecordedTrack(Tap.DRY, Codec.OPUS);
    private static final RecordedTrack WET = new RecordedTrack(Tap.WET, Codec.OPUS);

    private final FakePipelines pipelines = new FakePipelines();
    private final Map<RecordedTrack, BlockingQueue<EncodedFrame>> written = new ConcurrentHashMap<>();
    private House house;
    private House.Client me;

    @TempDir
    private Path directory;

    @BeforeEach
    void record() {
        house = new House(Map.of("effectLost", "pass", "dataDirectory", directory.toString(), "minFreeMebibytes", 0));
        house.pipelines.setFactory(pipelines);
        house.recorders.addFactory(request -> new Notes(), Map.of("ducksoup.recorder.name", "muxed"));
        me = house.join(Requests.inMode(
                        Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", null), "muxed", false, false))
                .connect()
                .answer();
    }

    @AfterEach
    void end() {
        house.timer.passSeconds(61);
        assertThat(house.events(InteractionEvent.RecordingFailed.class)).isEmpty();
    }

    /** Sends media until both tracks have some of it. The times of the frames never decrease. */
    private void bothAreRecorded(String when) throws InterruptedException {
        long begin = me.audio.timestamp();
        for (RecordedTrack track : List.of(DRY, WET)) {
            List<Long> places = new ArrayList<>();
            long heard = 0;
            while (heard < begin + 5 * 960) {
                me.audio.packet();
                EncodedFrame frame = written(track).poll(5, TimeUnit.SECONDS);
                assertThat(frame).as(track.tap() + " " + when).isNotNull();
                places.add(frame.timestampNanos());
                heard = frame.rtpTimestamp();
            }
            assertThat(places).isSorted();
        }
    }

    private BlockingQueue<EncodedFrame> written(RecordedTrack track) {
        return written.computeIfAbsent(track, unused -> new LinkedBlockingQueue<>());
    }

    @Test
    void goesOnWhileTheMediumPassesAndWhenTheEffectIsBack() throws Exception {
        bothAreRecorded("with the effect");
        pipelines.last().lose(MediaKind.AUDIO, "a bug of the lab's");
        bothAreRecorded("while it passes");
        pipelines.last().restart(MediaKind.AUDIO);
        bothAreRecorded("with the effect again");
    }

    @Test
    void goesOnWhenTheWholePipelineIsGone() throws Exception {
        pipelines.last().fail("it died");
        bothAreRecorded("without the pipeline");
    }

    private final class Notes implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            written(track).add(frame);
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
