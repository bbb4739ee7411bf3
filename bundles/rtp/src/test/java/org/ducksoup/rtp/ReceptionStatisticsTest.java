package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ducksoup.rtp.rtcp.ReportBlock;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final ReceptionStatistics statistics = new ReceptionStatistics(0x80000001, 90_000);

    private void receive(int... sequenceNumbers) {
        for (int sequenceNumber : sequenceNumbers) {
            assertThat(statistics.onPacket(sequenceNumber, 0, 0)).isTrue();
        }
    }

    private void receiveRange(int from, int to) {
        for (int sequenceNumber = from; sequenceNumber <= to; sequenceNumber++) {
            receive(sequenceNumber & 0xffff);
        }
    }

    @Test
    void saysNothingBeforeTheFirstPacket() {
        assertThat(statistics.report(5)).isEqualTo(new ReportBlock(0x80000001, 0, 0, 0, 0, 0, 0));
        assertThat(statistics.packetsExpected()).isZero();
        assertThat(statistics.packetsReceived()).isZero();
        assertThat(statistics.jitterMillis()).isZero();
    }

    @Test
    void countsLossPerIntervalAndAltogether() {
        receiveRange(1000, 1009);
        assertThat(statistics.report(0).fractionLost()).isZero();

        // Ten expected, 1012 and 1017 and 1018 lost: 3 * 256 / 10 = 76.8, cut off.
        receive(1010, 1011, 1013, 1014, 1015, 1016, 1019);
        ReportBlock second = statistics.report(0);
        assertThat(second.fractionLost()).isEqualTo(76);
        assertThat(second.cumulativeLost()).isEqualTo(3);
        assertThat(second.extendedHighestSequence()).isEqualTo(1019);

        assertThat(statistics.report(0).fractionLost()).isZero();
        assertThat(statistics.packetsReceived()).isEqualTo(17);
        assertThat(statistics.packetsExpected()).isEqualTo(20);
        assertThat(statistics.cumulativeLost()).isEqualTo(3);
    }

    @Test
    void latePacketsAndSecondCopiesCountAsReceived() {
        receive(10, 12, 11, 12, 12, 9);
        assertThat(statistics.packetsExpected()).isEqualTo(3);
        assertThat(statistics.cumulativeLost()).isEqualTo(-3);
        assertThat(statistics.report(0).cumulativeLost()).isEqualTo(-3);
        assertThat(statistics.report(0).fractionLost()).isZero();
    }

    @Test
    void aFractionOfAllButOneStaysInEightBits() {
        receive(0);
        statistics.report(0);
        receive(2999);
        assertThat(statistics.report(0).fractionLost()).isEqualTo(255);
    }

    @Test
    void countsWraps() {
        receiveRange(65530, 65541);
        receive(65535, 6);
        assertThat(statistics.report(0).extendedHighestSequence()).isEqualTo(0x1_0006L);
        assertThat(statistics.packetsExpected()).isEqualTo(13);
        receiveRange(7, 65535);
        receive(0);
        assertThat(statistics.report(0).extendedHighestSequence()).isEqualTo(0x2_0000L);
    }

    @Test
    void reportsTheLimitsOfTwentyFourBits() {
        receive(0);
        for (int i = 2999, steps = 0; steps < 2900; steps++, i += 2999) {
            receive(i & 0xffff);
        }
        assertThat(statistics.cumulativeLost()).isGreaterThan(0x7fffff);
        assertThat(statistics.report(0).cumulativeLost()).isEqualTo(0x7fffff);
    }

    @Test
    void aJumpForwardIsProbedAndASecondPacketStartsAnew() {
        receiveRange(1, 10);
        assertThat(statistics.onPacket(3010, 0, 0)).isFalse();
        assertThat(statistics.packetsReceived()).isEqualTo(10);
        assertThat(statistics.packetsExpected()).isEqualTo(10);

        receive(3011);

        assertThat(statistics.packetsReceived()).isEqualTo(1);
        assertThat(statistics.packetsExpected()).isEqualTo(1);
        assertThat(statistics.report(0).extendedHighestSequence()).isEqualTo(3011);
    }

    @Test
    void theLimitsOfAJump() {
        receive(10_000);
        assertThat(statistics.onPacket(9_900, 0, 0)).isFalse();
        assertThat(statistics.onPacket(9_902, 0, 0)).isTrue();
        assertThat(statistics.onPacket(13_000, 0, 0)).isFalse();
        assertThat(statistics.onPacket(12_999, 0, 0)).isTrue();
    }

    @Test
    void twoLatePacketsWithAnotherBetweenThemAreNoNewStart() {
        receiveRange(1000, 1200);
        assertThat(statistics.onPacket(1000, 0, 0)).isFalse();
        receive(1201);
        assertThat(statistics.onPacket(1001, 0, 0)).isFalse();
        receive(1200);
        assertThat(statistics.onPacket(1002, 0, 0)).isFalse();
        assertThat(statistics.packetsReceived()).isEqualTo(203);
    }

    @Test
    void aJumpAcrossTheWrapIsProbedToo() {
        receive(65000);
        assertThat(statistics.onPacket(65535, 0, 0)).isTrue();
        assertThat(statistics.onPacket(20_000 + 65535 & 0xffff, 0, 0)).isFalse();
        assertThat(statistics.onPacket(65535, 0, 0)).isTrue();
        assertThat(statistics.onPacket(40_000, 0, 0)).isFalse();
        assertThat(statistics.onPacket(40_001, 0, 0)).isTrue();
        assertThat(statistics.packetsReceived()).isEqualTo(1);
    }

    /** RFC 3550 appendix A.8 by hand, at 8 kHz: differences of transit 168, 0 and 80; J += D - ((J + 8) >> 4). */
    @Test
    void jitterFollowsAppendixA8() {
        ReceptionStatistics audio = new ReceptionStatistics(1, 8000);
        audio.onPacket(1, 0, 100 * SECOND);
        assertThat(audio.jitterMillis()).isZero();
        audio.onPacket(2, 160, 100 * SECOND + 41 * MILLI);
        assertThat(audio.jitterMillis()).isEqualTo(168 / 16.0 / 8, within(1e-9));
        assertThat(audio.report(0).jitter()).isEqualTo(168 / 16);
        audio.onPacket(3, 320, 100 * SECOND + 61 * MILLI);
        assertThat(audio.jitterMillis()).isEqualTo((168 - 11) / 16.0 / 8, within(1e-9));
        audio.onPacket(4, 480, 100 * SECOND + 71 * MILLI);
        assertThat(audio.jitterMillis()).isEqualTo((157 + 80 - 10) / 16.0 / 8, within(1e-9));
        assertThat(audio.report(0).jitter()).isEqualTo(227 / 16);
    }

    @Test
    void aSteadyStreamHasNoJitterAcrossTimestampWrapsAndDays() {
        long timestamp = 0xffff0000L;
        long arrival = Long.MAX_VALUE - 5 * SECOND;
        for (int i = 0; i < 100; i++) {
            statistics.onPacket(i, timestamp & 0xffffffffL, arrival);
            timestamp += 90_000L * 3600;
            arrival += 3600 * SECOND;
        }
        assertThat(statistics.jitterMillis()).isZero();
    }

    @Test
    void jitterSurvivesWildTimestampsAndIsNotCountedAcrossANewStart() {
        statistics.onPacket(1, 0, 0);
        for (int i = 2; i < 2000; i++) {
            statistics.onPacket(i, (i & 1) * 0x80000000L, 0);
        }
        assertThat(statistics.report(0).jitter()).isBetween(0x7fff0000L, 0x80000000L);

        ReceptionStatistics restarted = new ReceptionStatistics(1, 90_000);
        restarted.onPacket(1, 0, 0);
        restarted.onPacket(20_000, 0x70000000L, 0);
        restarted.onPacket(20_001, 0x70000000L, 0);
        assertThat(restarted.jitterMillis()).isZero();
    }

    @Test
    void reportsTheLastSenderReportAndItsAge() {
        receive(1);
        statistics.onSenderReport(0xb44db705_20000000L, 7 * SECOND);
        ReportBlock block = statistics.report(7 * SECOND + 5250 * MILLI);
        assertThat(block.lastSenderReport()).isEqualTo(0xb7052000);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(0x00054000);

        assertThat(statistics.report(6 * SECOND).delaySinceLastSenderReport()).isZero();
        assertThat(statistics.report(70_000 * SECOND).delaySinceLastSenderReport())
                .isEqualTo(-1);
    }

    @Test
    void refusesAClockThatStands() {
        assertThatThrownBy(() -> new ReceptionStatistics(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
