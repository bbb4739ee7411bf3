package org.ducksoup.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;
import org.junit.jupiter.api.Test;

/** Servers of different versions understand each other. */
class ReportsTest {
    private static final ServerReport REPORT = new ServerReport(
            new Identity("a:1", "life"),
            "1.0.1",
            "https://a",
            true,
            true,
            true,
            new ServerLoad(1, 2, 3, 4, 5, 6L << 32, 7L << 32, 8L << 32, 9L << 32),
            0.5,
            10L << 32,
            11);

    @Test
    void whatIsWrittenIsRead() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        Reports.write(REPORT, json);
        assertThat(Reports.read(json)).isEqualTo(REPORT);
    }

    @Test
    void aMemberOfANewerVersionIsIgnoredAndOneThatIsMissingIsNotKnown() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        Reports.write(REPORT, json);
        json.put("tomorrow", "x").remove("processorShare");
        json.remove("freeBytes");
        ServerReport read = Reports.read(json);
        assertThat(read.load()).isEqualTo(REPORT.load());
        assertThat(read.processorShare()).isEqualTo(-1);
        assertThat(read.freeBytes()).isEqualTo(-1);
    }
}
