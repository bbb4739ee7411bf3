package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.TrackTap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording asks for while it runs, on its real thread. */
@Timeout(20)
class SessionRecordingTest {
    private static final RecordedTrack VIDEO = new RecordedTrack(Tap.DRY, Codec.VP8);
    private static final RtpSink NOWHERE = new RtpSink() {
        @Override
        public void onPacket(RtpPacket lent, long arrivalNanos) {}

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp) {}
    };

    private final BlockingQueue<RecordedTrack> wishes = new LinkedBlockingQueue<>();
    private final BlockingQueue<EncodedFrame> written = new LinkedBlockingQueue<>();
    private final TrackTap tap = new TrackTap(NOWHERE);
    private int sequenceNumber;

    @TempDir
    private Path directory;

    /** A key frame that came before the files were open is not in them: without another, no picture ever would be. */
    @Test
    void asksForKeyFramesUntilItHasOneAndAgainAfterALoss() throws Exception {
        SessionRecording recording = begin();
        assertThat(wishes.poll(5, TimeUnit.SECONDS)).isEqualTo(VIDEO);
        frame(false);
        assertThat(wishes.poll(5, TimeUnit.SECONDS)).as("still none").isEqualTo(VIDEO);
        frame(true);
        frame(false);
        assertThat(written.poll(5, TimeUnit.SECONDS)).matches(EncodedFrame::keyFrame);
        wishes.clear();
        assertThat(wishes.poll(1200, TimeUnit.MILLISECONDS)).as("it has one").isNull();

        sequenceNumber++;
        frame(false);
        assertThat(wishes.poll(5, TimeUnit.SECONDS)).as("a packet was lost").isEqualTo(VIDEO);
        recording.finish().get(5, TimeUnit.SECONDS);
    }

    /** The disk hangs in a write: whoever looks after the recording says so, long before the write returns. */
    @Test
    void aDiskThatDoesNotAnswerEndsTheRecordingWithinTwoSeconds() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<String> failure = new CompletableFuture<>();
        SessionRecording recording = new SessionRecording(
                unused -> new Notes() {
                    @Override
                    public void write(RecordedTrack track, EncodedFrame frame) {
                        hanging.countDown();
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                new RecordingRequest(directory, directory.resolve("index"), "slow", Set.of(VIDEO)),
                new RecordingSources(Map.of(VIDEO, tap), null, null, System.nanoTime(), 0),
                new SessionRecording.Listener() {
                    @Override
                    public void onFailed(String reason) {
                        assertThat(failure.complete(reason)).as("told once").isTrue();
                    }

                    @Override
                    public void onKeyFrameNeeded(RecordedTrack track) {}
                });
        frame(true);
        assertThat(hanging.await(5, TimeUnit.SECONDS)).isTrue();
        long now = System.nanoTime();
        recording.check(now + TimeUnit.MILLISECONDS.toNanos(1000));
        assertThat(failure).as("after a second it may still answer").isNotDone();
        recording.check(now + TimeUnit.MILLISECONDS.toNanos(1600));
        assertThat(failure).isCompletedWithValue("the disk does not answer");
        over.countDown();
        recording.finish().get(5, TimeUnit.SECONDS);
    }

    @Test
    void aDiskWithoutRoomIsTold() {
        assertThat(new FreeSpace(directory.resolve("not/there/yet"), 1).refusal())
                .isNull();
        assertThat(new FreeSpace(directory, 0).refusal()).isNull();
        assertThat(new FreeSpace(directory, 1L << 60).refusal())
                .isNotNull()
                .satisfies(reason -> assertThat(reason.message()).contains("minFreeMebibytes"));
    }

    /** The key frame asked for at the start shows what the camera saw just before; all pictures up to the next refer to it. */
    @Test
    void aKeyFrameFromJustBeforeTheStartBeginsTheRecording() throws Exception {
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
        SessionRecording recording = begin(start);
        frame(false);
        frame(true);
        frame(false);
        await().until(() -> System.nanoTime() > start);
        frame(false);
        frame(false);
        List<EncodedFrame> frames = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            frames.add(written.poll(5, TimeUnit.SECONDS));
        }
        assertThat(frames).extracting(EncodedFrame::keyFrame).containsExactly(true, false, false);
        assertThat(frames.get(0).timestampNanos()).isZero();
        assertThat(frames.get(1).timestampNanos()).isEqualTo(1_000_000);
        assertThat(frames.get(2).timestampNanos()).isGreaterThan(1_000_000);
        recording.finish().get(5, TimeUnit.SECONDS);
    }

    private SessionRecording begin() {
        return begin(System.nanoTime());
    }

    private SessionRecording begin(long originNanos) {
        RecordingRequest request = new RecordingRequest(directory, directory.resolve("index"), "stem", Set.of(VIDEO));
        return new SessionRecording(
                unused -> new Notes(),
                request,
                new RecordingSources(Map.of(VIDEO, tap), null, null, originNanos, 0),
                new SessionRecording.Listener() {
                    @Override
                    public void onFailed(String reason) {
                        throw new AssertionError(reason);
                    }

                    @Override
                    public void onKeyFrameNeeded(RecordedTrack track) {
                        wishes.add(track);
                    }
                });
    }

    /** One VP8 frame in one packet. */
    private void frame(boolean keyFrame) {
        byte[] packet = new byte[12 + 1 + 10];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 0xe0;
        packet[3] = (byte) ++sequenceNumber;
        packet[6] = (byte) (sequenceNumber * 3000 >> 8);
        packet[7] = (byte) (sequenceNumber * 3000);
        packet[12] = 0x10;
        packet[13] = (byte) (keyFrame ? 0 : 1);
        packet[16] = (byte) 0x9d;
        packet[17] = 0x01;
        packet[18] = 0x2a;
        packet[19] = 64;
        packet[21] = 64;
        RtpPacket view = new RtpPacket();
        assertThat(view.wrap(packet, 0, packet.length)).isTrue();
        tap.onPacket(view, System.nanoTime());
    }

    private class Notes implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            written.add(frame);
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
