package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The order of packets, seen through Opus: a packet is a frame. 0x78: one frame of 20 ms. */
class ReorderTest {
    private final FrameLog log = new FrameLog(FrameAssembler::opus);

    private void send(int... sequences) {
        for (int sequence : sequences) {
            log.send(sequence, 960L * sequence, false, String.format("78%04x", sequence & 0xffff));
        }
    }

    @Test
    void bringsPacketsIntoOrderAcrossTheWrap() {
        send(65534, 0, 65535, 2, 1, 3);
        assertThat(log.frames).containsExactly("78fffe", "78ffff", "780000", "780001", "780002", "780003");
        assertThat(log.assembler.lostPackets()).isZero();
        assertThat(log.arrivals.get(2))
                .as("of the packet itself, not of its turn")
                .isEqualTo(2 * FrameLog.MILLI);
    }

    @Test
    void dropsDuplicatesHeldBackOrPassed() {
        send(1, 3, 3, 1, 2, 2, 3);
        assertThat(log.frames).containsExactly("780001", "780002", "780003");
        assertThat(log.assembler.latePackets()).isEqualTo(4);
        assertThat(log.assembler.lostFrames()).isZero();
    }

    @Test
    void waitsForAGapAsLongAsTwoRetransmissionsTake() {
        send(1, 3);
        log.assembler.advance(log.now + 399 * FrameLog.MILLI);
        assertThat(log.frames).hasSize(1);
        log.assembler.advance(log.now + 400 * FrameLog.MILLI);
        assertThat(log.frames).containsExactly("780001", "780003");
        send(2, 4);
        assertThat(log.frames).containsExactly("780001", "780003", "780004");
        assertThat(log.assembler.lostPackets()).isEqualTo(1);
        assertThat(log.assembler.lostFrames()).isEqualTo(1);
        assertThat(log.assembler.latePackets()).isEqualTo(1);
    }

    @Test
    void packetsThatComeLaterDoNotMakeAGapWaitLonger() {
        send(1, 3);
        for (int sequence = 4; sequence < 220; sequence++) {
            log.now += FrameLog.MILLI;
            send(sequence);
        }
        assertThat(log.frames).hasSize(218);
    }

    @Test
    void holdsBackOnlySoMany() {
        send(1);
        for (int i = 0; i < 256; i++) {
            log.now -= FrameLog.MILLI;
            send(3 + i);
        }
        assertThat(log.frames.get(1)).isEqualTo("780003");
        assertThat(log.assembler.lostPackets()).isEqualTo(1);
    }

    @Test
    void goesOnAfterALongOutage() {
        send(1, 2, 1002, 1003);
        assertThat(log.frames).containsExactly("780001", "780002", "7803ea", "7803eb");
        assertThat(log.assembler.lostPackets()).isEqualTo(999);
    }

    @Test
    void oneStrayPacketFromThePastChangesNothingTwoInARowAreANewCount() {
        send(10_000, 10_001, 5, 10_002);
        assertThat(log.frames).containsExactly("782710", "782711", "782712");
        send(5, 6, 7);
        assertThat(log.frames).endsWith("782712", "780006", "780007");
    }

    @Test
    void anotherSsrcBeginsAnew() {
        log.send(65_000, 4_294_967_000L, false, "7801").send(65_002, 4_294_967_000L, false, "7802");
        log.ssrc = 8;
        log.send(3, 500, false, "7803");
        assertThat(log.frames).containsExactly("7801", "7802", "7803");
        assertThat(log.timestamps).endsWith(500L);
        assertThat(log.sources).isEqualTo(1);
        assertThat(log.assembler.lostPackets()).isEqualTo(1);
    }

    @Test
    void timestampsGoOnAcrossTheWrap() {
        log.send(1, 0xffff_ff00L, false, "78").send(2, 0x100, false, "78");
        assertThat(log.timestamps).containsExactly(0xffff_ff00L, 0x1_0000_0100L);
    }

    @Test
    void paddingIsNoFrameAndNoGap() {
        log.send(1, 0, false, "78").send(2, 0, false, "").send(3, 960, false, "78");
        assertThat(log.frames).hasSize(2);
        assertThat(log.assembler.lostFrames()).isZero();
    }

    @Test
    void drainHandsOutEverything() {
        send(1, 3, 6);
        log.assembler.drain();
        assertThat(log.frames).containsExactly("780001", "780003", "780006");
        assertThat(log.assembler.lostPackets()).isEqualTo(3);
    }

    @Test
    void leavesOutWhatIsNoOpus() {
        log.send(1, 0, false, "79 0102")
                .send(2, 0, false, "7b")
                .send(3, 0, false, "7b 3f")
                .send(4, 0, false, "7a 05 01");
        log.send(5, 0, false, new byte[9001]);
        assertThat(log.frames).containsExactly("790102");
        assertThat(log.assembler.malformedPackets()).isEqualTo(4);
    }
}
