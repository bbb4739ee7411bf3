package org.ducksoup.microbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

/** Every benchmark still runs. How fast it is, is not measured here. */
class MicroBenchmarksTest {
    /** JMH refuses to run twice on a machine at the same time, which would spoil figures. Here there are none. */
    @BeforeAll
    static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkRunsOnce() {
        assumeThat(GStreamer.isInstalled()).as("GStreamer is installed").isTrue();
        MicroBenchmarks all = new MicroBenchmarks("");
        assertThat(all.names())
                .containsExactly(
                        "Demux.demux",
                        "FanOut.fanOut",
                        "PacketCache.store",
                        "PacketCache.storeThreeAndTakeOne",
                        "Pipeline.pushAndPull",
                        "Rtp.parse",
                        "Rtp.rewrite",
                        "Srtp.protect",
                        "Srtp.unprotect",
                        "TransportWide.numberAndMatch",
                        "TransportWide.recordArrivals");
        assertThat(all.skipped()).isEmpty();
        Collection<RunResult> results = all.tryOnce();
        // Two profiles and two sizes of SRTP, and two sizes of the fan-out.
        assertThat(results).hasSize(11 + 6 + 1);
        String table = new ResultTable(results).text();
        System.out.println(table);
        assertThat(table)
                .contains("Srtp.protect bytes=1000 profile=AES_CM_128_HMAC_SHA1_80 ")
                .contains("FanOut.fanOut receivers=3 ")
                .contains("Pipeline.pushAndPull ");
    }

    @Test
    void withoutGStreamerPipelinesAreSkippedWithASentence() {
        MicroBenchmarks some = new MicroBenchmarks("parse|pushandpull", false);
        assertThat(some.skipped())
                .isEqualTo("Pipelines are not measured: GStreamer is not installed (./ducksoup setup).");
        assertThat(new ResultTable(some.tryOnce()).text()).contains("Rtp.parse").doesNotContain("Pipeline");
        assertThat(new MicroBenchmarks("parse", false).skipped()).isEmpty();
    }

    @Test
    void aPatternMayFitNothing() {
        assertThat(new MicroBenchmarks("SRTP.*un").names()).containsExactly("Srtp.unprotect");
        assertThat(new MicroBenchmarks("webrtc").names()).isEmpty();
        assertThat(new MicroBenchmarks("(").names()).isEmpty();
    }
}
