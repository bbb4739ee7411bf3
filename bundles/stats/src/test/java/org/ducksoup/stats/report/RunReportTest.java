package org.ducksoup.stats.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ClientReport.What;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.*;
import org.ducksoup.api.interaction.InteractionEvent.EffectDelayed;
import org.ducksoup.api.interaction.InteractionEvent.MarkSet;
import org.ducksoup.api.interaction.InteractionEvent.PlanAssigned;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.transport.ReceptionReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of ten seconds, given event by event, becomes a page. */
class RunReportTest {
    private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    private static final InteractionKey KEY = new InteractionKey("https://lab.example", "exp", "trial <1> & \"2\"");
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    Path data;

    @Test
    void showsWhatWasMeasuredWhereItHappened() throws IOException {
        String html = report(tell(new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS)));
        assertThat(html)
                .startsWith("<!doctype html>")
                .endsWith("</html>\n")
                .contains("trial &lt;1&gt; &amp; &quot;2&quot;", "0123456789ab", "duration reached, after 0:10")
                .contains("Video bitrate", "Audio bitrate", "Lost packets", "Jitter", "Round trip", "Frame rate")
                .doesNotContain("disconnected")
                .contains("640 × 480 from −0:01", "320 × 240 from 0:05")
                // 3 packets of 103 were lost, in one second of ten.
                .contains("3 of 1003 (0.30 %)")
                .contains("round trip 23.0 ms on average")
                .contains("3 key frames reported; 1 asked for")
                .contains("fx.pitch → 1.5 over 500 ms", "4.000 s", "effect lost (audio): it threw")
                .contains("8.000 s", "device lost (video): unplugged")
                .doesNotContain("9.000 s");
        // Ten points, one per second, at 700 kbit/s on a scale up to 800, form a level line.
        Matcher received = Pattern.compile("class=\"curve a\" d=\"(M[^\"]+)\"").matcher(html);
        assertThat(received.find()).isTrue();
        String[] points = received.group(1).substring(1).split("L");
        assertThat(points).hasSize(10);
        assertThat(points[0]).endsWith(points[9].substring(points[9].indexOf(' ')));
        // The mark of the effect's change, at 4 s of 10 s.
        assertThat(html).contains("<path class=\"mark\" d=\"M280.0 12V162\"><title>0:04 fx.pitch");
    }

    @Test
    void showsWhatThePlanDidBesideWhatWasPlanned() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS);
        tellTheRun(logs);
        logs.onEvent(new PlanAssigned(
                whole(0), "dyad", "ab12", "k7", 42, new ExclusionRules(1.0, null, Duration.ofSeconds(1), 1), true));
        logs.onEvent(new EffectDelayed(ann(9), MediaKind.AUDIO, 34, 61));
        PlanStepDone.Change lower =
                new PlanStepDone.Change("a", "control", "voice.pitch", "0.8", Duration.ofMillis(500));
        logs.onEvent(new PlanStepDone(
                ann(2), "lower", 1, "time", Duration.ofSeconds(2), lower, Duration.ofMillis(2004), null, null));
        logs.onEvent(new PlanStepDone(
                ann(3),
                "lower",
                2,
                "time",
                Duration.ofSeconds(3),
                lower,
                Duration.ofMillis(3005),
                new PlanStepDone.Frame(MediaKind.AUDIO, Duration.ofMillis(3030)),
                null));
        logs.onEvent(new PlanStepDone(
                ann(4),
                "hint",
                1,
                "time",
                Duration.ofSeconds(4),
                new PlanStepDone.Change("a", "message", "", "<b>hurry</b>", Duration.ZERO),
                null,
                null,
                "role a is away"));
        logs.onEvent(new MarkSet(ann(5), new ParticipantSession.Mark("stimulus", "face-12"), Duration.ofSeconds(5)));
        logs.onEvent(new InteractionEnded(whole(10), EndReason.PLAN, Map.of()));
        logs.onEvent(new InteractionDeleted(whole(13)));
        String html = report(logs);
        assertThat(html)
                .contains("followed the plan dyad (SHA-256 ab12; condition k7; seed 42)")
                .contains("The server held the sound of ann for 34 ms (median; 99 % within 61 ms).")
                .contains("3 acts were due, of which 2 deviated from the plan")
                .contains("not done: 1).")
                .contains(
                        "Half of them took effect within 4.0 ms of their time, 99 % within 30.0 ms, all within 30.0 ms.")
                .contains(
                        "The plan excludes who exceeds 1.00 % of the packets of sound lost, 1.0 s without a connection,"
                                + " 1 deviation from the plan. Excluded: ann (")
                .contains("2 deviations)")
                .contains("<td>2.000 s</td><td>2.004 s</td><td></td><td>4.0</td><td>lower</td><td>a</td>"
                        + "<td>control voice.pitch 0.8 in 0.500 s</td><td></td>")
                .contains("<td>3.005 s</td><td>3.030 s</td><td>30.0</td>", "<td>late</td>")
                .contains("message &lt;b&gt;hurry&lt;/b&gt;", "role a is away")
                .contains("<td>5.000 s</td><td>ann</td><td>stimulus</td><td>face-12</td>")
                .contains("<title>0:02 voice.pitch → 0.8 over 500 ms");
        assertThat(report(tell(new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS))))
                .doesNotContain("Plan</h2>", "Markers");
    }

    @Test
    void needsNothingFromElsewhereAndRunsNothing() throws Exception {
        String html = report(tell(new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS)));
        assertThat(html).doesNotContain(EVIL).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(html).doesNotContainPattern("<script|<link|<img|@import|url\\(|\\sstyle=|\\son[a-z]+=");
        assertThat(html.replaceAll("https://lab\\.example", "")).doesNotContain("http:", "https:");
        Matcher style = Pattern.compile("'sha256-([^']+)'.*<style>(.*)</style>", Pattern.DOTALL)
                .matcher(html);
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(2).getBytes(StandardCharsets.UTF_8));
        assertThat(style.group(1)).isEqualTo(Base64.getEncoder().encodeToString(digest));
    }

    @Test
    void isWrittenAfterTheLogAndAsAWhole() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS);
        Path run = data.resolve("run");
        Files.createDirectories(run);
        Files.writeString(run.resolve(".report.html.tmp"), "half of one, from a crash");
        tellUntilTheEnd(logs);
        assertThat(run.resolve(RunReport.NAME)).doesNotExist();
        logs.onEvent(new InteractionDeleted(whole(13)));
        assertThat(run.resolve(RunReport.NAME)).isRegularFile();
        assertThat(run.resolve(".report.html.tmp")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve(RunReport.NAME))))
                .isEqualTo("rw-r-----");
        assertThat(Files.readString(run.resolve(RunLogs.NAME))).contains("\"interaction_deleted\"");
        logs.close();
    }

    @Test
    void aServerThatStopsLeavesWhatItKnows() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS);
        tellTheRun(logs);
        logs.close();
        assertThat(report(logs)).contains("had not ended when this was written");
    }

    @Test
    void aDirectoryThatCannotBeWrittenStopsNothing() throws IOException {
        RunLogs logs = new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS);
        Files.writeString(data.resolve("run"), "a file where the directory should be");
        tell(logs);
        logs.onEvent(new InteractionCreated(whole(20)));
        logs.close();
        assertThat(data.resolve("run")).isRegularFile();
    }

    @Test
    void aTargetFarAboveIsNamedRatherThanDrawn() {
        Series received = new Series();
        Series target = new Series();
        for (int i = 0; i < 5; i++) {
            received.add(i * 1000L, 100);
            target.add(i * 1000L, 1200);
        }
        String far = new Plot("Bitrate", "kbit/s", 5000)
                .curve("received", "a", received)
                .bound("target", "c", target)
                .figure();
        assertThat(far).contains("target, above: 1200", ">100</text>").doesNotContain(">1200</text>");
        Series near = new Series();
        near.add(0, 150);
        assertThat(new Plot("Bitrate", "kbit/s", 5000)
                        .curve("received", "a", received)
                        .bound("target", "c", near)
                        .figure())
                .contains(">160</text>")
                .doesNotContain("above");
    }

    @Test
    void theLongestOfTheLargestIsAPageThatABrowserOpens() {
        RunRecord record = new RunRecord(KEY, new Run("0123456789ab", data, data, "muxed", true, START));
        for (int second = 1; second <= 1200; second++) {
            for (int user = 0; user < 8; user++) {
                Scope scope = scope(second, "user " + user);
                for (MediaKind kind : MediaKind.values()) {
                    Bitrate bitrate = new Bitrate(500_000 + 1000L * ((second * 37 + user) % 199));
                    record.hear(new InboundBitrate(scope, kind, bitrate));
                    record.hear(new OutboundBitrate(scope, kind, bitrate));
                    record.hear(new TargetBitrate(scope, kind, bitrate));
                    record.hear(new InboundReport(
                            scope, kind, new ReceptionReport(100, 1, second % 7, 1.5), Duration.ofMillis(second % 90)));
                }
            }
        }
        long before = System.nanoTime();
        String html = RunReport.of(record, Map.of());
        System.out.printf(
                "report of 8 for 20 minutes: %d kB in %d ms%n",
                html.length() / 1000, (System.nanoTime() - before) / 1_000_000);
        assertThat(html.length()).isBetween(500_000, 3_000_000);
    }

    @Test
    void aLongSeriesIsAsLongWithFewerPoints() {
        Series series = new Series();
        for (int i = 0; i < 10_000; i++) {
            series.add(i * 1000L, i % 2);
        }
        assertThat(series.size()).isBetween(Series.CAPACITY / 2, Series.CAPACITY);
        assertThat(series.time(0)).isZero();
        assertThat(series.time(series.size() - 1)).isBetween(9_980_000L, 10_000_000L);
        assertThat(series.mean()).isEqualTo(0.5, within(1e-9));
        assertThat(series.value(series.size() / 2)).isEqualTo(0.5, within(1e-9));
        for (int i = 1; i < series.size(); i++) {
            assertThat(series.time(i) - series.time(i - 1)).isPositive().isLessThanOrEqualTo(series.longestStep());
        }
    }

    private String report(RunLogs unused) throws IOException {
        return Files.readString(data.resolve("run").resolve(RunReport.NAME));
    }

    private RunLogs tell(RunLogs logs) {
        tellUntilTheEnd(logs);
        logs.onEvent(new InteractionDeleted(whole(13)));
        return logs;
    }

    private void tellUntilTheEnd(RunLogs logs) {
        tellTheRun(logs);
        logs.onEvent(new InteractionEnded(whole(10), EndReason.DURATION_REACHED, Map.of()));
        // All participants leave at the end.
        logs.onEvent(new ParticipantDisconnected(ann(10), "interaction_over"));
    }

    private void tellTheRun(RunLogs logs) {
        logs.onEvent(new InteractionCreated(whole(-2)));
        // This happened before the start and is known at the start.
        logs.onEvent(client(-1, "client_video_resolution_updated", "640x480"));
        logs.onEvent(client(-1, "client_keyframe_encoded_count_updated", "1"));
        logs.onEvent(new RunOpened(whole(0), new Run("0123456789ab", data, data.resolve("run"), "muxed", true, START)));
        logs.onEvent(new InteractionStarted(whole(0)));
        for (int second = 1; second <= 10; second++) {
            second(logs, second);
        }
        logs.onEvent(client(5, "client_video_resolution_updated", "320x240"));
        logs.onEvent(client(5, "client_video_fps_updated", "25"));
        logs.onEvent(client(6, "client_keyframe_encoded_count_updated", "3"));
        logs.onEvent(new KeyFrameRequested(ann(6), "receiver_pli"));
        logs.onEvent(new EffectControlled(
                ann(4),
                new EffectControl("fx", "pitch", new PropertyValue.FloatValue(1.5f), Duration.ofMillis(500), null)));
        logs.onEvent(new EffectLost(ann(7), MediaKind.AUDIO, "it threw"));
        logs.onEvent(new InteractionEvent.ClientReported(
                ann(9),
                new ClientReport.Incident(What.DEVICE_LOST, MediaKind.VIDEO, "unplugged", Duration.ofSeconds(1))));
        logs.onEvent(new InteractionEvent.ClientReported(ann(9), new ClientReport.Browser("b", "s", "u")));
        logs.onEvent(new InboundBitrate(scope(8, EVIL), MediaKind.AUDIO, new Bitrate(48_000)));
    }

    private static void second(RunLogs logs, int second) {
        logs.onEvent(new InboundBitrate(ann(second), MediaKind.VIDEO, new Bitrate(700_000)));
        logs.onEvent(new OutboundBitrate(ann(second), MediaKind.VIDEO, new Bitrate(690_000)));
        logs.onEvent(new TargetBitrate(ann(second), MediaKind.VIDEO, new Bitrate(800_000)));
        logs.onEvent(new InboundBitrate(ann(second), MediaKind.AUDIO, new Bitrate(48_000)));
        logs.onEvent(new InboundReport(
                ann(second),
                MediaKind.VIDEO,
                new ReceptionReport(100, 87_500, second == 3 ? 3 : 0, 4),
                Duration.ofMillis(23)));
    }

    private static InteractionEvent client(int second, String kind, String payload) {
        return new ClientLogged(ann(second), new ClientLog(kind, payload));
    }

    private static Scope ann(int second) {
        return scope(second, "ann");
    }

    private static Scope whole(int second) {
        return scope(second, null);
    }

    private static Scope scope(int second, String user) {
        return new Scope(START.plusSeconds(second), KEY, user, START.minusSeconds(2), second < 0 ? null : START);
    }
}
