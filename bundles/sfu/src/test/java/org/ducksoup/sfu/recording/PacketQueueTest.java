package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
    private static final int LENGTH = 1200;

    private final RecordingMemory server = RecordingMemory.ofServer(20L * PacketQueue.PAGE_BYTES);
    private final RecordingMemory memory = server.part(10L * PacketQueue.PAGE_BYTES);
    private final PacketQueue queue = new PacketQueue(memory);
    private final List<String> read = new ArrayList<>();
    private int refuseAfter = Integer.MAX_VALUE;
    private int next;

    private final PacketQueue.Reader reader = new PacketQueue.Reader() {
        @Override
        public boolean onPacket(byte[] buffer, int offset, int length, long arrivalNanos, boolean bypass) {
            RtpPacket packet = new RtpPacket();
            assertThat(packet.wrap(buffer, offset, length)).isTrue();
            assertThat(length).isEqualTo(LENGTH);
            assertThat(arrivalNanos).isEqualTo(packet.sequenceNumber());
            read.add((bypass ? "b" : "") + packet.sequenceNumber());
            return read.size() < refuseAfter;
        }

        @Override
        public void onSenderReport(long ntpTime, long rtpTimestamp) {
            read.add("report " + ntpTime + " " + rtpTimestamp);
        }

        @Override
        public void onLeftOut(long packets) {
            read.add("left out " + packets);
        }
    };

    private void add() {
        byte[] bytes = new byte[LENGTH];
        bytes[0] = (byte) 0x80;
        bytes[2] = (byte) (next >> 8);
        bytes[3] = (byte) next;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, LENGTH)).isTrue();
        queue.onPacket(packet, next++);
    }

    private void addUntilFull() {
        while (!queue.isFull()) {
            add();
        }
    }

    @Test
    void keepsTheOrderOfPacketsAndReports() {
        add();
        queue.onSenderReport(1, 2);
        add();
        queue.drainTo(reader, 100);
        add();
        queue.drainTo(reader, 100);
        assertThat(read).containsExactly("0", "report 1 2", "1", "2");
    }

    @Test
    void takesNoMoreMemoryThanItNeedsAndGivesAllBack() {
        for (int i = 0; i < 1000; i++) {
            add();
            queue.drainTo(reader, i);
        }
        assertThat(read).hasSize(1000);
        assertThat(memory.used()).isLessThanOrEqualTo(2L * PacketQueue.PAGE_BYTES);
        addUntilFull();
        assertThat(memory.used()).isEqualTo(10L * PacketQueue.PAGE_BYTES).isEqualTo(server.used());
        queue.close();
        add();
        assertThat(memory.used()).isZero();
        assertThat(server.used()).isZero();
    }

    @Test
    void leavesOutOneStretchAndGoesOnWhenItHasBeenEmptied() {
        addUntilFull();
        int firstMissing = next - 1;
        for (int i = 0; i < 9; i++) {
            add();
        }
        assertThat(queue.takeGap(5000, true)).isEqualTo(new Span(firstMissing, 5000));
        queue.drainTo(reader, 6000);
        assertThat(read).hasSize(firstMissing);
        add();
        assertThat(queue.takeGap(6000, false)).as("it has not been empty yet").isNull();
        queue.drainTo(reader, 7000);
        add();
        queue.drainTo(reader, 8000);
        assertThat(read).hasSize(firstMissing + 2).endsWith("left out 11", "" + (next - 1));
        assertThat(queue.takeGap(8000, false)).isEqualTo(new Span(firstMissing, 7000));
        assertThat(queue.takeGap(8000, false)).as("told once").isNull();
    }

    @Test
    void isFullWhenTheServerIsAndNotOnlyTheRecording() {
        PacketQueue other = new PacketQueue(server.part(100L * PacketQueue.PAGE_BYTES));
        byte[] bytes = new byte[LENGTH];
        bytes[0] = (byte) 0x80;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, LENGTH)).isTrue();
        while (!other.isFull()) {
            other.onPacket(packet, 0);
        }
        assertThat(server.used()).isEqualTo(20L * PacketQueue.PAGE_BYTES);
        add();
        assertThat(queue.isFull()).isTrue();
        other.close();
        queue.drainTo(reader, 1);
        add();
        assertThat(queue.isFull()).isFalse();
    }

    /** The disk fails in the middle of the queue. The packets after the failed one belong to the next file. */
    @Test
    void goesOnBehindThePacketAtWhichTheReaderStopped() {
        for (int i = 0; i < 40; i++) {
            add();
        }
        refuseAfter = 3;
        queue.drainTo(reader, 1);
        assertThat(read).containsExactly("0", "1", "2");
        refuseAfter = Integer.MAX_VALUE;
        queue.drainTo(reader, 1);
        assertThat(read).hasSize(40).endsWith("39");
    }

    @Test
    void aMinuteFits() {
        long minute = RecordingMemory.ofOneMinute(64_000, 1_200_000);
        PacketQueue video = new PacketQueue(RecordingMemory.ofServer(minute / 2));
        byte[] bytes = new byte[LENGTH];
        bytes[0] = (byte) 0x80;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, LENGTH)).isTrue();
        for (int sent = 0; sent < 60 * 1_264_000 / 8; sent += LENGTH - 12) {
            video.onPacket(packet, 0);
        }
        assertThat(video.isFull()).isFalse();
    }
}
