package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.ducksoup.itest.tool.blinding.LeftOutPairs;
import org.ducksoup.itest.tool.blinding.PageReadings;
import org.ducksoup.itest.tool.blinding.RankTest;
import org.ducksoup.itest.tool.blinding.Runs;
import org.junit.jupiter.api.Test;

/** What {@link BlindClassifierTest} judges by finds differences that are there, and none that are not. */
class PlantedDifferenceTest {
    private static final int RUNS = 40;
    private static final int READINGS = 1500;

    /**
     * Forty runs of readings by chance.
     *
     * @param planted how many readings differ
     * @param shift by how many standard deviations
     */
    private static Runs runs(long seed, int planted, double shift) {
        Random random = new Random(seed);
        List<NavigableMap<String, Double>> all = new ArrayList<>();
        List<Boolean> active = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            active.add(run % 2 == 0 ? random.nextBoolean() : !active.get(run - 1));
            NavigableMap<String, Double> readings = new TreeMap<>();
            for (int i = 0; i < READINGS; i++) {
                readings.put("reading " + i, random.nextGaussian() + (i < planted && active.get(run) ? shift : 0));
            }
            all.add(readings);
        }
        return Runs.of(all, active);
    }

    private static long clear(Runs runs) {
        return RankTest.of(runs).stream()
                .filter(found -> found.corrected() < 0.01)
                .count();
    }

    @Test
    void oneReadingAmongManyIsFound() {
        Runs planted = runs(1, 1, 2.5);
        assertThat(LeftOutPairs.right(planted, LeftOutPairs.Use.CLEAREST)).isGreaterThan(30);
        assertThat(isTold(planted)).isTrue();
        assertThat(RankTest.of(planted).get(0).name()).isEqualTo("reading 0");
        assertThat(clear(planted)).isEqualTo(1);
    }

    @Test
    void aSmallDifferenceOfManyIsFound() {
        Runs planted = runs(2, 300, 0.6);
        assertThat(LeftOutPairs.right(planted, LeftOutPairs.Use.ALL)).isGreaterThan(30);
        assertThat(isTold(planted)).isTrue();
    }

    /** A text that only the pages of one condition get. */
    @Test
    void aTextIsFound() throws Exception {
        List<NavigableMap<String, Double>> all = new ArrayList<>();
        List<Boolean> active = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            active.add(run % 2 == 0);
            String payload = run % 2 == 0 ? "lowpass" : "neutral";
            all.add(PageReadings.of(
                    "{\"messages\":[{\"t\":" + run + ",\"way\":\"in\",\"text\":\"{\\\"kind\\\":\\\"joined\\\","
                            + "\\\"payload\\\":{\\\"context\\\":\\\"" + payload
                            + "\\\"}}\"}],\"events\":[],\"looks\":[]}",
                    "talk"));
        }
        Runs runs = Runs.of(all, active);
        assertThat(runs.names()).contains("in joined 1/payload/context=lowpass", "in joined 1/payload/context=neutral");
        assertThat(LeftOutPairs.right(runs, LeftOutPairs.Use.CLEAREST)).isEqualTo(RUNS);
        assertThat(clear(runs)).isEqualTo(2);
    }

    /** Over many studies in which nothing differs, half of all guesses are right, and hardly any study is suspected. */
    @Test
    void nothingIsFoundWhereNothingIs() {
        int suspected = 0;
        int right = 0;
        int clear = 0;
        int studies = 30;
        for (int study = 0; study < studies; study++) {
            Runs none = runs(100 + study, 0, 0).only(name -> name.endsWith("5"));
            right += LeftOutPairs.right(none, LeftOutPairs.Use.CLEAREST)
                    + LeftOutPairs.right(none, LeftOutPairs.Use.ALL);
            suspected += isTold(none) ? 1 : 0;
            clear += clear(none) > 0 ? 1 : 0;
        }
        assertThat(right / 2.0 / studies).as("of 40").isBetween(17.5, 22.5);
        assertThat(suspected)
                .as("studies with more right guesses than chance has")
                .isLessThanOrEqualTo(3);
        assertThat(clear).as("studies with a clear difference").isLessThanOrEqualTo(2);
    }

    private static boolean isTold(Runs runs) {
        return LeftOutPairs.right(runs) > LeftOutPairs.mostByChance(LeftOutPairs.byChance(runs, 60, 1));
    }

    /** Ids, ports and what else is drawn for each call are no readings. */
    @Test
    void whatIsDrawnForEachCallIsLeftOut() throws Exception {
        String one = PageReadings.of(kept("11111111-2222-3333-4444-555555555555", 4711, "Ab3"), "talk-1")
                .toString();
        String two = PageReadings.of(kept("99999999-2222-3333-4444-555555555555", 811, "Zq9"), "talk-1")
                .toString();
        assertThat(two).isEqualTo(one).contains("a=rtpmap:96 VP8/90000", "b=AS:300");
    }

    private static String kept(String id, int number, String drawn) {
        return """
                {"messages":[],"events":[],"looks":[{"t":1,"remote":"v=0\\r\\no=- %2$d 2 IN IP4 127.0.0.1\\r\\nb=AS:300\\r\\nm=video %2$d UDP/TLS/RTP/SAVPF 96\\r\\n\
                a=rtpmap:96 VP8/90000\\r\\na=ice-ufrag:%3$s\\r\\na=ice-pwd:%3$s\\r\\na=msid:%1$s %1$s-video\\r\\na=ssrc:%2$d cname:%1$s\\r\\n\
                a=candidate:%2$d 1 udp %2$d 127.0.0.1 %2$d typ host ufrag %3$s","local":"",
                "stats":[{"id":"%3$s","type":"inbound-rtp","kind":"video","ssrc":%2$d,"trackIdentifier":"%1$s","timestamp":%2$d,
                "framesDecoded":7}]}]}
                """.formatted(id, number, drawn);
    }
}
