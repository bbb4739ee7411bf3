package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H264AssemblyTest {
    private static final String CODE = "00000001";
    private static final String SPS = "6742e01fda";
    private static final String PPS = "68ce3c80";
    private static final String IDR = "6588aa";
    private static final String KEY_FRAME = CODE + SPS + CODE + PPS + CODE + IDR;
    private static final String PARAMETERS = "78 0005" + SPS + "0004" + PPS;

    private final FrameLog log = new FrameLog(FrameAssembler::h264);

    /** A key frame as browsers send it: two packets. */
    private void keyFrame(int sequence, long timestamp) {
        log.send(sequence, timestamp, false, PARAMETERS).send(sequence + 1, timestamp, true, IDR);
    }

    private void expect(String... frames) {
        assertThat(log.frames).containsExactly(frames);
    }

    @Test
    void joinsSingleUnitsAggregatesAndFragments() {
        log.send(1, 0, false, PARAMETERS);
        log.send(2, 0, false, "7c85 8801").send(3, 0, false, "7c05 02").send(4, 0, true, "7c45 03");
        log.send(5, 3000, true, "419a01");
        expect(CODE + SPS + CODE + PPS + CODE + "65880102" + "03", CODE + "419a01");
        assertThat(log.keyFrames).containsExactly(true, false);
        assertThat(log.timestamps).containsExactly(0L, 3000L);
        assertThat(log.arrivals).containsExactly(FrameLog.MILLI, 5 * FrameLog.MILLI);
        assertThat(log.assembler.awaitsKeyFrame()).isFalse();
    }

    @Test
    void aNewTimestampEndsAFrameWithoutMarker() {
        keyFrame(1, 0);
        log.send(3, 3000, false, "419a01").send(4, 6000, false, "419a02");
        expect(KEY_FRAME, CODE + "419a01");
    }

    /** Some gateways count time in steps that are longer than a frame. */
    @Test
    void picturesOfOneTimestampAreAllKept() {
        keyFrame(1, 0);
        log.send(3, 3000, true, "419a01").send(4, 3000, true, "419a02");
        log.send(5, 3000, false, "5c81 9a03").send(6, 3000, true, "5c41 04");
        keyFrame(7, 3000);
        expect(KEY_FRAME, CODE + "419a01", CODE + "419a02", CODE + "419a0304", KEY_FRAME);
        assertThat(log.assembler.sharedTimestamps()).isEqualTo(3);
        assertThat(log.assembler.awaitsKeyFrame()).isFalse();
    }

    /** The marker was wrong: a slice that begins further down in the picture is no picture. */
    @Test
    void moreOfAPictureThatSeemedCompleteIsNone() {
        keyFrame(1, 0);
        log.send(3, 3000, true, "419a01").send(4, 3000, true, "415a02");
        expect(KEY_FRAME, CODE + "419a01");
        assertThat(log.assembler.awaitsKeyFrame()).isTrue();
        assertThat(log.assembler.sharedTimestamps()).isZero();
    }

    @Test
    void nothingComesBeforeTheFirstKeyFrame() {
        log.send(1, 0, true, "419a01");
        assertThat(log.assembler.awaitsKeyFrame()).isTrue();
        keyFrame(2, 3000);
        expect(KEY_FRAME);
        assertThat(log.assembler.lostFrames()).isEqualTo(1);
    }

    @Test
    void parameterSetsAreRepeatedBeforeKeyFramesThatLackThem() {
        log.send(1, 0, true, SPS).send(2, 0, true, PPS).send(3, 0, true, IDR);
        log.send(4, 3000, true, IDR);
        expect(KEY_FRAME, KEY_FRAME);
        assertThat(log.assembler.lostFrames()).isZero();
    }

    @Test
    void theLatestOfEachIdentifierIsRepeated() {
        String otherSps = "6742e01f5b";
        String sps = "6742e01fe1";
        log.send(1, 0, false, SPS)
                .send(2, 0, false, otherSps)
                .send(3, 0, false, sps)
                .send(4, 0, false, PPS);
        log.send(5, 0, true, IDR).send(6, 3000, true, IDR);
        assertThat(log.frames.get(1)).isEqualTo(CODE + otherSps + CODE + sps + CODE + PPS + CODE + IDR);
    }

    @Test
    void aKeyFrameThatNobodyCanDecodeIsLeftOut() {
        log.send(1, 0, true, IDR);
        log.send(2, 3000, true, "419a01");
        expect();
        assertThat(log.assembler.lostFrames()).isEqualTo(2);
    }

    @Test
    void delimitersAndFillersAreLeftOut() {
        log.send(1, 0, false, "09f0")
                .send(2, 0, false, PARAMETERS)
                .send(3, 0, false, IDR)
                .send(4, 0, true, "0cffff80");
        expect(KEY_FRAME);
    }

    @Test
    void afterALossEverythingUpToTheNextKeyFrameIsLeftOut() {
        keyFrame(1, 0);
        log.send(3, 3000, false, "7c81 01").send(5, 3000, true, "7c41 03");
        log.send(6, 6000, true, "419a02");
        log.assembler.advance(log.now + 500 * FrameLog.MILLI);
        keyFrame(7, 9000);
        expect(KEY_FRAME, KEY_FRAME);
        assertThat(log.timestamps).containsExactly(0L, 9000L);
        assertThat(log.assembler.lostFrames()).isEqualTo(2);
        assertThat(log.assembler.lostPackets()).isEqualTo(1);
    }

    @Test
    void aWholeFrameThatIsLostIsNoticedToo() {
        keyFrame(1, 0);
        log.send(4, 6000, true, "419a02");
        log.assembler.drain();
        expect(KEY_FRAME);
        assertThat(log.assembler.lostFrames()).isEqualTo(1);
        assertThat(log.assembler.awaitsKeyFrame()).isTrue();
    }

    @Test
    void theEndOfAFrameLostWithTheNextOnesBegin() {
        keyFrame(1, 0);
        log.send(3, 3000, false, "419a02");
        log.send(5, 6000, false, IDR).send(6, 6000, true, IDR);
        log.assembler.drain();
        expect(KEY_FRAME);
    }

    @Test
    void aKeyFrameRightAfterALossCountsOnlyFromItsParameterSetsOn() {
        keyFrame(1, 0);
        log.send(4, 6000, true, IDR);
        log.assembler.drain();
        expect(KEY_FRAME);
        keyFrame(6, 9000);
        log.assembler.drain();
        expect(KEY_FRAME, KEY_FRAME);
    }

    @Test
    void aLossBeforePaddingSpoilsTheFrameAfterIt() {
        keyFrame(1, 0);
        log.send(4, 0, false, "").send(5, 3000, true, "419a02");
        log.assembler.drain();
        expect(KEY_FRAME);
    }

    @Test
    void morePartsOfAFrameThatHasGoneOutSpoilWhatFollows() {
        keyFrame(1, 0);
        log.send(3, 0, true, "410a01").send(4, 3000, true, "419a01");
        expect(KEY_FRAME);
        keyFrame(5, 6000);
        expect(KEY_FRAME, KEY_FRAME);
    }

    @Test
    void brokenFragmentsAndAggregatesSpoilTheirFrame() {
        String[] broken = {
            "7c01 02", // no begin
            "7c", // no header
            "7c80", // of type 0
            "7c9c", // of fragments
            "78 0005 6742", // cut off
            "78 0000", // empty
            "e5 01", // forbidden bit
            "7d 81", // FU-B
            "79 0000 0001 41", // STAP-B
            "67", // a parameter set without its identifier
            "68",
        };
        int sequence = 0;
        for (int i = 0; i < broken.length; i++) {
            log.send(sequence++, 3000L * sequence, true, broken[i]);
            assertThat(log.assembler.malformedPackets()).as(broken[i]).isEqualTo(i + 1);
            assertThat(log.assembler.awaitsKeyFrame()).isTrue();
        }
        assertThat(log.assembler.lostFrames()).isEqualTo(broken.length);
        expect();
    }

    @Test
    void aUnitBetweenFragmentsOrNoEndOfThemSpoilsTheFrame() {
        keyFrame(1, 0);
        log.send(3, 3000, false, "7c81 01").send(4, 3000, true, "419a");
        keyFrame(5, 6000);
        log.send(7, 9000, true, "7c81 01");
        keyFrame(8, 12_000);
        log.send(10, 15_000, false, "7c81 01").send(11, 15_000, true, "7c81 01");
        expect(KEY_FRAME, KEY_FRAME, KEY_FRAME);
        assertThat(log.assembler.lostFrames()).isEqualTo(3);
    }

    @Test
    void aFrameWithoutEndIsGivenUp() {
        keyFrame(0, 0);
        byte[] slice = new byte[9000];
        slice[0] = 0x41;
        for (int i = 0; i < 240; i++) {
            log.send(2 + i, 3000, i == 239, slice);
        }
        assertThat(log.frames).hasSize(1);
        assertThat(log.assembler.lostFrames()).isEqualTo(1);
    }
}
