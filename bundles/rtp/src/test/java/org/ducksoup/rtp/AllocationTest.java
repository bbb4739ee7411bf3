package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.ducksoup.rtp.payload.FrameAssembler;
import org.ducksoup.rtp.payload.H264Payload;
import org.ducksoup.rtp.payload.Vp8Payload;
import org.junit.jupiter.api.Test;

/** The path of a packet must not feed the garbage collector: a pause there looks like congestion to the sender. */
class AllocationTest {

    private static final int PACKETS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] bytes = new byte[1500];
    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtensionWriter extensions = new HeaderExtensionWriter();
    private final SequenceUnwrapper sequences = new SequenceUnwrapper();
    private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
    private final ReceptionStatistics statistics = new ReceptionStatistics(1, 90_000);
    private final byte[] mid = {'0'};
    private long sink;
    private Object kept = this;

    @Test
    void readingAPacketAllocatesNothing() {
        int end = write(1);
        assertThat(allocated(i -> read(i, end))).isZero();
    }

    @Test
    void writingAPacketAllocatesNothing() {
        assertThat(allocated(this::write)).isZero();
    }

    @Test
    void assemblingAFrameAllocatesNothing() {
        RecordingTimeline timeline = new RecordingTimeline(90_000, 0, 0);
        FrameAssembler assembler = FrameAssembler.vp8((data, offset, length, timestamp, keyFrame, arrival) ->
                sink += length + timeline.nanos(timestamp, arrival));
        int frame = RtpPacket.FIXED_HEADER_LENGTH;
        byte[] keyFrame = HexText.bytes("10 300000 9d012a 10001000 aabb");
        System.arraycopy(keyFrame, 0, bytes, frame, keyFrame.length);
        assertThat(allocated(i -> {
                    // Every other pair of packets comes in the wrong order.
                    int sequence = (i & 2) == 0 ? i : i ^ 1;
                    RtpPacket.writeFixedHeader(bytes, 0, true, 96, sequence, sequence * 3000L, 1, false);
                    packet.wrap(bytes, 0, frame + keyFrame.length);
                    assembler.accept(packet, i * 33_000_000L);
                }))
                .isZero();
        assertThat(assembler.frames()).isGreaterThanOrEqualTo(PACKETS);
    }

    /** Shows that the measurement sees allocations. */
    @Test
    void theMeasurementCanFail() {
        assertThat(allocated(i -> kept = new byte[16])).isGreaterThanOrEqualTo(16L * PACKETS);
        assertThat(kept).isNotSameAs(this);
    }

    private int write(int i) {
        RtpPacket.writeFixedHeader(bytes, 0, false, 96, i, i * 3000L, 1, true);
        extensions.begin(bytes, RtpPacket.FIXED_HEADER_LENGTH).add(4, mid);
        bytes[extensions.reserve(3, 2)] = (byte) i;
        return extensions.end();
    }

    private void read(int i, int end) {
        if (!packet.wrap(bytes, 0, end + 1000)) {
            throw new AssertionError("malformed");
        }
        packet.sequenceNumber(i);
        packet.timestamp(i * 3000L);
        sink += packet.extensionOffset(3) + packet.extensionLength(4) + packet.extensionOffset(9);
        sink += sequences.unwrap(packet.sequenceNumber()) + timestamps.unwrap(packet.timestamp());
        sink += statistics.onPacket(packet.sequenceNumber(), packet.timestamp(), i * 1000L) ? 1 : 0;
        sink += H264Payload.startsKeyFrame(bytes, packet.payloadOffset(), packet.payloadLength()) ? 1 : 0;
        sink += Vp8Payload.startsKeyFrame(bytes, packet.payloadOffset(), packet.payloadLength()) ? 1 : 0;
    }

    /** The least of several rounds: now and then the virtual machine itself allocates on this thread while it compiles. */
    private long allocated(IntConsumer perPacket) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                perPacket.accept(i);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
