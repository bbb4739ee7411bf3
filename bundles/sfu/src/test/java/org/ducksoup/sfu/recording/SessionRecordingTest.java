package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.media.TrackTap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requests of a recording while it runs on its real thread. */
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
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> stems = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final RecordingMemory memory = RecordingMemory.ofServer(1 << 20);
    private final Disk disk = new Disk();
    private final Recorders recorders = new Recorders();
    private final RecorderFactory recorder = part -> {
        stems.add(part.fileStem());
        return new Notes();
    };
    private final TrackTap tap = new TrackTap(NOWHERE);
    private int sequenceNumber;

    @TempDir
    private Path directory;

    /**
     * A key frame that arrived before the files were open is not in them. Without another one no picture could be
     * recorded.
     */
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
        end(recording);
    }

    /** The disk hangs in a write. Packets that arrive meanwhile are in the same file afterwards. */
    @Test
    void whatComesWhileTheDiskDoesNotAnswerIsWrittenWhenItDoes() throws Exception {
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        disk.hang();
        frame(false);
        disk.awaitHanging();
        look(recording, 4);
        assertThat(told)
                .containsExactly("stalled: the disk or the recorder does not answer; what comes waits in memory");
        for (int i = 0; i < 1000; i++) {
            frame(false);
        }
        disk.answer();
        for (int i = 0; i < 1001; i++) {
            assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull().matches(frame -> frame.lostBefore() == 0);
        }
        end(recording);
        assertThat(told).hasSize(2).last().isEqualTo("resumed: nothing is missing");
        assertThat(stems).containsExactly("stem");
        assertThat(memory.used()).isZero();
    }

    /**
     * There is not enough memory for the arriving packets. The recording has a gap and continues with the next key
     * frame.
     */
    @Test
    void pastTheBoundThereIsAGapAndTheSameFileGoesOn() throws Exception {
        memory.limit(4L * PacketQueue.PAGE_BYTES);
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        disk.hang();
        frame(false);
        disk.awaitHanging();
        for (int i = 0; i < 10_000; i++) {
            frame(false);
        }
        look(recording, 1);
        assertThat(told)
                .containsExactly("stalled: the disk or the recorder is too slow; there is no memory for what comes");
        disk.answer();
        String resumed = heard.poll(5, TimeUnit.SECONDS);
        assertThat(resumed).startsWith("stalled");
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("resumed: something is missing, disk");
        written.clear();
        wishes.clear();
        frame(false);
        assertThat(wishes.poll(5, TimeUnit.SECONDS)).isEqualTo(VIDEO);
        frame(true);
        EncodedFrame next = written.poll(5, TimeUnit.SECONDS);
        assertThat(next).isNotNull().matches(EncodedFrame::keyFrame).matches(frame -> frame.lostBefore() > 0);
        end(recording);
        assertThat(stems).containsExactly("stem");
        assertThat(told).hasSize(2);
    }

    /** The disk is full. The written part stays. When there is room again, another file begins with a key frame. */
    @Test
    void afterAnErrorOfTheDiskTheRecordingGoesOnInAnotherFile() throws Exception {
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        disk.fail(new IOException("No space left on device"));
        frame(false);
        assertThat(heard.poll(5, TimeUnit.SECONDS))
                .isEqualTo("failed: IOException: No space left on device, final: false");
        disk.answer();
        frame(false);
        wishes.clear();
        assertThat(wishes.poll(5, TimeUnit.SECONDS)).isEqualTo(VIDEO);
        assertThat(written)
                .as("a file does not begin with a picture that needs others")
                .isEmpty();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull().matches(EncodedFrame::keyFrame);
        end(recording);
        assertThat(heard.poll()).isEqualTo("resumed: something is missing, disk");
        assertThat(stems).containsExactly("stem", "stem-p-2");
        assertThat(heard).isEmpty();
    }

    @Test
    void aDiskThatNeverComesBackIsToldAtTheEnd() throws Exception {
        disk.fail(new IOException("Read-only file system"));
        SessionRecording recording = begin();
        frame(true);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).endsWith("final: false");
        end(recording);
        assertThat(heard.poll()).startsWith("failed: nothing could be written").endsWith("final: true");
        assertThat(memory.used()).isZero();
    }

    /** The bundle of a lab's recorder was updated. The end of the interaction does not wait for that recorder. */
    @Test
    void anErrorOfARecorderIsToldAndItsFilesAreClosed() throws Exception {
        SessionRecording recording = begin();
        disk.fail(new NoClassDefFoundError("org/example/Gone"));
        frame(true);
        assertThat(heard.poll(5, TimeUnit.SECONDS))
                .isEqualTo("failed: NoClassDefFoundError: org/example/Gone, final: true");
        end(recording);
        assertThat(closed).hasValue(1);
        assertThat(memory.used()).isZero();
    }

    /**
     * The key frame that was requested at the start shows the camera's view of a moment before. All pictures up to the
     * next key frame refer to it.
     */
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
        end(recording);
    }

    private void install(RecorderFactory factory) {
        recorders.addFactory(factory, Map.of("ducksoup.recorder.name", "muxed"));
    }

    /** The files are complete before the bundle is gone, and the next version has all that came meanwhile. */
    @Test
    void whenTheRecordersBundleIsReplacedFurtherFilesBegin() throws Exception {
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        wishes.clear();
        recorders.removeFactory(recorder, Map.of("ducksoup.recorder.name", "muxed"));
        assertThat(closed).as("when the bundle stops").hasValue(1);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).startsWith("recorder lost");
        assertThat(wishes.poll(5, TimeUnit.SECONDS))
                .as("for the beginning of the next file")
                .isEqualTo(VIDEO);
        frame(true);
        for (int i = 0; i < 100; i++) {
            frame(false);
        }
        install(recorder);
        for (int i = 0; i < 101; i++) {
            EncodedFrame next = written.poll(5, TimeUnit.SECONDS);
            assertThat(next).isNotNull().matches(frame -> frame.lostBefore() == 0);
        }
        assertThat(heard.poll(5, TimeUnit.SECONDS)).startsWith("resumed");
        end(recording);
        assertThat(stems).containsExactly("stem", "stem-p-2");
        assertThat(closed).hasValue(2);
        assertThat(heard).isEmpty();
        assertThat(memory.used()).isZero();
    }

    @Test
    void aRecorderThatDoesNotComeBackIsToldAtTheEnd() throws Exception {
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        recorders.removeFactory(recorder, Map.of("ducksoup.recorder.name", "muxed"));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).startsWith("recorder lost");
        end(recording);
        assertThat(heard.poll()).startsWith("failed: nothing could be written").endsWith("final: true");
        assertThat(memory.used()).isZero();
    }

    /** A recorder that hangs does not keep its bundle from being stopped. */
    @Test
    void aRecorderThatHangsIsLeftBehind() throws Exception {
        SessionRecording recording = begin();
        frame(true);
        assertThat(written.poll(5, TimeUnit.SECONDS)).isNotNull();
        disk.hang();
        frame(false);
        disk.awaitHanging();
        recorders.removeFactory(recorder, Map.of("ducksoup.recorder.name", "muxed"));
        disk.answer();
        assertThat(heard.poll(5, TimeUnit.SECONDS)).startsWith("recorder lost");
        end(recording);
    }

    private SessionRecording begin() {
        return begin(System.nanoTime());
    }

    private SessionRecording begin(long originNanos) {
        RecordingRequest request =
                new RecordingRequest(directory, directory.resolve("index"), "stem", Set.of(VIDEO), Map.of());
        install(recorder);
        return new SessionRecording(
                recorders,
                RecordingMode.of("muxed"),
                request,
                new RecordingSources(Map.of(VIDEO, tap), null, null, memory, originNanos, 0),
                new AtomicInteger(),
                new Told());
    }

    private static void end(SessionRecording recording) throws Exception {
        recording.finish().done().get(5, TimeUnit.SECONDS);
    }

    /** Watches the recording as an interaction does, without waiting. */
    private static void look(SessionRecording recording, int times) {
        long now = System.nanoTime();
        for (int i = 0; i < times; i++) {
            recording.check(now + i * StallWatch.INTERVAL_NANOS);
        }
    }

    private final class Told implements SessionRecording.Listener {
        private void tell(String what) {
            told.add(what);
            heard.add(what);
        }

        @Override
        public void onStalled(String reason) {
            tell("stalled: " + reason);
        }

        @Override
        public void onRecorderLost(String reason) {
            tell("recorder lost: " + reason);
        }

        @Override
        public void onResumed(@Nullable Span missing, RecordingGap.Cause cause) {
            assertThat(missing).matches(gap -> gap == null || gap.fromNanos() <= gap.toNanos());
            tell("resumed: " + (missing == null ? "nothing is missing" : "something is missing, " + cause.token()));
        }

        @Override
        public void onFailed(String reason, boolean isFinal) {
            tell("failed: " + reason + ", final: " + isFinal);
        }

        @Override
        public void onKeyFrameNeeded(RecordedTrack track) {
            wishes.add(track);
        }
    }

    /** One VP8 frame in one packet. */
    private void frame(boolean keyFrame) {
        byte[] packet = new byte[12 + 1 + 10];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 0xe0;
        sequenceNumber++;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        packet[5] = (byte) (sequenceNumber * 3000 >> 16);
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

    /** Stands for a disk that answers, hangs, or fails. */
    private static final class Disk {
        private boolean hangs;
        private boolean isHanging;
        private @Nullable Throwable failure;

        synchronized void hang() {
            hangs = true;
        }

        synchronized void fail(Throwable with) {
            failure = with;
        }

        synchronized void answer() {
            hangs = false;
            failure = null;
            notifyAll();
        }

        synchronized void awaitHanging() throws InterruptedException {
            while (!isHanging) {
                wait();
            }
        }

        synchronized void use() throws IOException {
            while (hangs) {
                isHanging = true;
                notifyAll();
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            if (failure instanceof IOException full) {
                throw full;
            } else if (failure instanceof Error bug) {
                throw bug;
            }
        }
    }

    private final class Notes implements Recorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
            disk.use();
            written.add(frame);
        }

        @Override
        public void flush() throws IOException {
            disk.use();
        }

        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
