package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Vp8AssemblyTest {
    /** A key frame of 16x16: a first partition of one byte, and one byte more. */
    private static final String KEY_FRAME = "300000 9d012a 10001000 aabb";

    private static final String OTHER = "310000 cc";

    private final FrameLog log = new FrameLog(FrameAssembler::vp8);

    private void expect(String... frames) {
        assertThat(log.frames).containsExactly(frames);
    }

    private static String text(String hex) {
        return FrameLog.withoutSpaces(hex);
    }

    @Test
    void joinsPacketsWithoutTheirDescriptors() {
        log.send(1, 0, false, "90808123" + "300000 9d01")
                .send(2, 0, false, "80808123 2a1000")
                .send(3, 0, true, "01 1000aabb");
        log.send(4, 3000, true, "10" + OTHER);
        expect(text(KEY_FRAME), text(OTHER));
        assertThat(log.keyFrames).containsExactly(true, false);
    }

    @Test
    void picturesOfOneTimestampAreAllKept() {
        log.send(1, 0, true, "10" + KEY_FRAME);
        log.send(2, 3000, true, "10" + OTHER).send(3, 3000, true, "10" + OTHER);
        expect(text(KEY_FRAME), text(OTHER), text(OTHER));
        assertThat(log.assembler.sharedTimestamps()).isEqualTo(1);
        assertThat(log.assembler.awaitsKeyFrame()).isFalse();
    }

    @Test
    void nothingComesBeforeTheFirstKeyFrameNorAfterALossBeforeTheNext() {
        log.send(1, 0, true, "10" + OTHER);
        log.send(2, 3000, true, "10" + KEY_FRAME);
        log.send(4, 9000, true, "10" + OTHER);
        log.assembler.drain();
        log.send(5, 12_000, true, "10" + KEY_FRAME);
        expect(text(KEY_FRAME), text(KEY_FRAME));
        assertThat(log.assembler.lostFrames()).isEqualTo(3);
    }

    @Test
    void aKeyFrameRightAfterALossIsUsedIfItsBeginIsThere() {
        log.send(1, 0, true, "10" + KEY_FRAME);
        log.send(3, 3000, true, "10" + KEY_FRAME);
        log.assembler.drain();
        expect(text(KEY_FRAME), text(KEY_FRAME));
        log.send(5, 6000, true, "00" + KEY_FRAME);
        log.assembler.drain();
        assertThat(log.frames).hasSize(2);
    }

    @Test
    void brokenFramesAreLeftOut() {
        String[] broken = {
            "10 3000", // too short
            "10 300000 9d012b 10001000 aabb", // another start code
            "10 f0ff00 9d012a 10001000 aabb", // the first partition is longer than the frame
            "00" + KEY_FRAME, // no begin
            "90", // no data
        };
        for (int i = 0; i < broken.length; i++) {
            log.send(2 * i, 6000L * i, true, "10" + KEY_FRAME);
            log.send(2 * i + 1, 6000L * i + 3000, true, broken[i]);
            assertThat(log.assembler.awaitsKeyFrame()).as(broken[i]).isTrue();
        }
        assertThat(log.frames).hasSize(broken.length);
        assertThat(log.assembler.lostFrames()).isEqualTo(broken.length);
    }

    @Test
    void twoBeginsInOneFrameAreOneTooMany() {
        log.send(1, 0, false, "10" + KEY_FRAME).send(2, 0, true, "10" + OTHER);
        expect();
    }
}
