package org.ducksoup.stats.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.media.MediaKind;

/** A run as one HTML page for people: without scripts or external resources, readable as long as there are browsers. */
final class RunReport {
    static final String NAME = "report.html";

    private static final String STYLE = """
            :root { color-scheme: light; }
            body { margin: 0 auto; max-width: 84rem; padding: 1.5rem clamp(1rem, 3vw, 2rem) 3rem; background: #fff; color: #1c2126;
              font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
            h1 { margin: 0 0 .25rem; font-size: 1.5rem; overflow-wrap: anywhere; }
            h2 { margin: 2rem 0 .75rem; padding-top: 1rem; border-top: 2px solid #d4d6d8; font-size: 1.25rem; overflow-wrap: anywhere; }
            h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
            p, figure { margin: 0; }
            .quiet, .unit { color: #545c66; font-size: .9rem; font-weight: 400; }
            .plots { display: grid; margin-top: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.25rem; }
            figcaption { font-weight: 600; }
            svg { display: block; width: 100%; height: auto; }
            text { fill: #545c66; font-size: 11px; }
            text.y { text-anchor: end; dominant-baseline: middle; }
            text.x { text-anchor: middle; }
            .grid { stroke: #d4d6d8; fill: none; }
            .curve { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
            .a { stroke: #0072b2; }
            .b { stroke: #b34a00; stroke-dasharray: 7 2; }
            .c { stroke: #545c66; stroke-dasharray: 2 3; }
            .mark { stroke: #9b2d8a; stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
            .tick { stroke: #0072b2; fill: none; }
            .legend { font-size: .875rem; }
            .legend span { margin-right: 1rem; white-space: nowrap; }
            .legend svg { display: inline-block; width: 1.5rem; height: .5rem; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #d4d6d8; text-align: left; vertical-align: top; font-weight: 400; }
            th { color: #545c66; }
            td.n { text-align: right; }
            @media (max-width: 34rem) { text { font-size: 18px; } td, th { padding-right: .6rem; } }
            @media print { .plots { display: block; } .plot { break-inside: avoid; margin-bottom: 1rem; } }
            """;

    private final RunRecord record;
    private final StringBuilder html = new StringBuilder(1 << 16);

    private final Map<String, String> processing;

    private RunReport(RunRecord record, Map<String, String> processing) {
        this.record = record;
        this.processing = processing;
    }

    /** @param processing versions of the software that processes media; empty if there is none */
    static String of(RunRecord record, Map<String, String> processing) {
        return new RunReport(record, processing).write();
    }

    private String write() {
        String title = record.key.name() + " · " + record.key.namespace();
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
                .append(sha256(STYLE))
                .append("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Html.escaped(title))
                .append(" · DuckSoup</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Html.escaped(record.key.name()))
                .append("</h1>\n");
        summary();
        html.append(record.plan.html(processing));
        record.participants().forEach(this::participant);
        return html.append("</body>\n</html>\n").toString();
    }

    private void summary() {
        String end = record.endCause == null
                ? "had not ended when this was written"
                : record.endCause.replace('_', ' ') + ", after " + Html.clock(record.endMillis);
        html.append("<div class=\"scroll\"><table>\n");
        row("Namespace", record.key.namespace());
        row("Page's origin", record.key.origin());
        row("Run", record.run.id());
        row("Started", record.start().truncatedTo(ChronoUnit.MILLIS) + " (UTC)");
        row("Ended", end);
        row("Recording mode", record.run.recordingMode());
        row("Participants", String.join(", ", record.participants().keySet()));
        html.append(
                        "</table></div>\n<p class=\"quiet\">Time is minutes and seconds since the start, as in the recordings. ")
                .append(
                        "Bitrates, loss and jitter are the server's, a value each second; frame rate, resolution and key ")
                .append(
                        "frames are what the participant's browser reported. A dashed upright line is a change of an effect. ")
                .append("The data: events.jsonl beside this file.</p>\n");
    }

    private void row(String name, String value) {
        html.append("<tr><th scope=\"row\">")
                .append(Html.escaped(name))
                .append("</th><td>")
                .append(Html.escaped(value))
                .append("</td></tr>\n");
    }

    private void participant(String user, ParticipantRecord participant) {
        html.append("<section>\n<h2>").append(Html.escaped(user)).append("</h2>\n");
        means(participant);
        html.append("<div class=\"plots\">\n");
        plots(participant).stream().filter(plot -> !plot.isEmpty()).forEach(plot -> html.append(plot.figure()));
        html.append(Moments.figure(participant, record.endMillis));
        html.append("</div>\n");
        moments("Changes of effects", participant.effects);
        moments("Incidents", participant.incidents);
        html.append("</section>\n");
    }

    private List<Plot> plots(ParticipantRecord participant) {
        ParticipantRecord.Medium video = participant.medium(MediaKind.VIDEO);
        ParticipantRecord.Medium audio = participant.medium(MediaKind.AUDIO);
        List<Plot> plots = new ArrayList<>();
        plots.add(bitrates("Video bitrate", video));
        plots.add(bitrates("Audio bitrate", audio));
        plots.add(plot("Lost packets", "% of those sent to the server")
                .curve("video", "a", video.loss)
                .curve("audio", "b", audio.loss));
        plots.add(plot("Jitter", "ms").curve("video", "a", video.jitter).curve("audio", "b", audio.jitter));
        plots.add(plot("Round trip", "ms, server to participant and back")
                .curve("participant", "a", participant.roundTrip));
        plots.add(plot("Frame rate", "frames per second sent").steps("video", "a", participant.frameRate));
        plots.add(plot("Resolution", "lines of the picture sent").steps("height", "a", participant.height));
        plots.forEach(plot -> plot.marks(participant.effects));
        return plots;
    }

    private Plot bitrates(String title, ParticipantRecord.Medium medium) {
        return plot(title, "kbit/s")
                .curve("received", "a", medium.in)
                .curve("sent on", "b", medium.out)
                .bound("target", "c", medium.target);
    }

    private Plot plot(String title, String unit) {
        return new Plot(title, unit, record.endMillis);
    }

    private void means(ParticipantRecord participant) {
        html.append("<div class=\"scroll\"><table>\n<tr><th></th><th scope=\"col\">received, kbit/s</th>")
                .append("<th scope=\"col\">sent on, kbit/s</th><th scope=\"col\">packets lost</th>")
                .append("<th scope=\"col\">jitter, ms</th></tr>\n");
        for (MediaKind kind : MediaKind.values()) {
            ParticipantRecord.Medium medium = participant.medium(kind);
            if (!medium.isEmpty()) {
                double share = medium.expected == 0 ? 0 : 100.0 * medium.lost / medium.expected;
                html.append("<tr><th scope=\"row\">").append(kind.token()).append(", mean</th>");
                List.of(
                                number(medium.in.mean(), 0),
                                number(medium.out.mean(), 0),
                                medium.lost + " of " + medium.expected + " (" + number(share, 2) + " %)",
                                number(medium.jitter.mean(), 1))
                        .forEach(value -> html.append("<td>").append(value).append("</td>"));
                html.append("</tr>\n");
            }
        }
        html.append("</table></div>\n<p class=\"quiet\">")
                .append(Html.escaped(more(participant)))
                .append("</p>\n");
    }

    private static String more(ParticipantRecord participant) {
        List<String> parts = new ArrayList<>();
        if (!participant.roundTrip.isEmpty()) {
            parts.add("round trip " + number(participant.roundTrip.mean(), 1) + " ms on average");
        }
        if (!participant.resolutions.isEmpty()) {
            parts.add("resolutions "
                    + participant.resolutions.stream()
                            .map(mark -> mark.text() + " from " + Html.clock(mark.millis()))
                            .limit(20)
                            .collect(Collectors.joining(", ")));
        }
        parts.add(participant.keyFrames.count + " key frames reported");
        parts.add(participant.keyFrameRequests.count + " asked for");
        return String.join("; ", parts) + ".";
    }

    private void moments(String title, List<ParticipantRecord.Mark> marks) {
        if (marks.isEmpty()) {
            return;
        }
        html.append("<h3>").append(title).append("</h3>\n<div class=\"scroll\"><table>\n");
        for (ParticipantRecord.Mark mark : marks) {
            html.append("<tr><td class=\"n\">")
                    .append(String.format(Locale.ROOT, "%.3f s", mark.millis() / 1000.0))
                    .append("</td><td>")
                    .append(Html.escaped(mark.text()))
                    .append("</td></tr>\n");
        }
        html.append("</table></div>\n");
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A content security policy that allows this style and no other. */
    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
