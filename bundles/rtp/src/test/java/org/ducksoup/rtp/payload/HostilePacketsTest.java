package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** No input causes an exception, and the assembler still works afterwards. */
class HostilePacketsTest {
    private static final byte[] FIRST_BYTES = {0x67, 0x68, 0x65, 0x41, 0x78, 0x7c, 0x10, 0x00, (byte) 0x90, 0x09, 0x7d};

    @Test
    void randomPacketsNeverThrow() {
        Random random = new Random(6184);
        FrameLog h264 = new FrameLog(FrameAssembler::h264);
        FrameLog vp8 = new FrameLog(FrameAssembler::vp8);
        FrameLog opus = new FrameLog(FrameAssembler::opus);
        int sequence = 0;
        long timestamp = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            if (payload.length > 0) {
                payload[0] = FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
            }
            sequence += random.nextInt(50) == 0 ? random.nextInt(70_000) - 35_000 : 1 - random.nextInt(20) / 19 * 2;
            timestamp = random.nextInt(100) == 0 ? random.nextInt() : timestamp + random.nextInt(2) * 3000L;
            boolean marker = random.nextInt(3) == 0;
            int ssrc = random.nextInt(5000) == 0 ? random.nextInt() : h264.ssrc;
            for (FrameLog log : new FrameLog[] {h264, vp8, opus}) {
                log.ssrc = ssrc;
                log.send(sequence, timestamp, marker, payload);
            }
        }
        assertThat(h264.frames).hasSizeGreaterThan(100);
        assertThat(opus.frames).hasSizeGreaterThan(1000);
        assertThat(h264.assembler.malformedPackets()).isGreaterThan(1000);
        assertThat(vp8.assembler.malformedPackets()).isGreaterThan(1000);
    }

    @Test
    void longParameterSetsAreRefused() {
        FrameLog log = new FrameLog(FrameAssembler::h264);
        byte[] sps = new byte[300];
        sps[0] = 0x67;
        sps[4] = (byte) 0x80;
        log.send(1, 0, true, sps);
        assertThat(log.assembler.malformedPackets()).isEqualTo(1);
    }

    @Test
    void endlessIdentifiersFillNoMemory() {
        FrameLog log = new FrameLog(FrameAssembler::h264);
        log.send(1, 0, true, "68ce");
        for (int i = 0; i < 200; i++) {
            // Identifiers 127 to 254: fifteen bits, the first seven of them zero.
            log.send(2 + i, 0, true, String.format("6742e01f%04x", (0x0080 + i % 128) << 1));
        }
        log.send(202, 3000, true, "6588");
        assertThat(log.frames.get(0).split("6742e01f", -1)).hasSize(9);
    }
}
