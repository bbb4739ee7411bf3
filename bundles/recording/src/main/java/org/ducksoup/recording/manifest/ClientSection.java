package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;

/**
 * What participants' pages say of themselves. A page can say as much as it likes, so a manifest has a bounded number of
 * entries of each participant. The event log has the others.
 */
final class ClientSection {
    private static final int MAX_INCIDENTS = 500;
    /** Of browsers and settings. Some hundred entries of a usual size fit. */
    private static final int MAX_CHARS = 100_000;

    private final Map<String, Integer> incidents = new HashMap<>();
    private final Map<String, Integer> chars = new HashMap<>();

    /** @return whether there is room for one more report of this participant */
    boolean isRoomFor(String user, ClientReport report) {
        return report instanceof ClientReport.Incident
                ? incidents.merge(user, 1, Integer::sum) <= MAX_INCIDENTS
                : chars.getOrDefault(user, 0) + report.chars() <= MAX_CHARS;
    }

    private void add(String user, ClientReport report) {
        chars.merge(user, report.chars(), Integer::sum);
    }

    void browser(String user, ObjectNode connection, ClientReport.Browser report) {
        if (connection.has("browser")) {
            return;
        }
        add(user, report);
        connection
                .putObject("browser")
                .put("name", report.browser())
                .put("system", report.system())
                .put("userAgent", report.userAgent());
    }

    /**
     * Adds what a track is captured with, unless the connection's latest entry of this kind says the same.
     *
     * @param moment an entry that has its time already
     */
    void track(String user, ObjectNode connection, ClientReport.TrackSettings report, ObjectNode moment) {
        ObjectNode entry = moment.put("type", report.type().token());
        if (report.label() != null) {
            entry.put("label", report.label());
        }
        ObjectNode settings = entry.putObject("settings");
        report.settings().forEach(settings::putPOJO);
        ArrayNode captured = connection.withArray("captured");
        if (!saysTheSame(latest(captured, report), entry)) {
            add(user, report);
            captured.add(entry);
        }
    }

    private static ObjectNode latest(ArrayNode captured, ClientReport.TrackSettings report) {
        for (int i = captured.size() - 1; i >= 0; i--) {
            if (captured.get(i).path("type").asText().equals(report.type().token())) {
                return (ObjectNode) captured.get(i);
            }
        }
        return ManifestFile.object();
    }

    private static boolean saysTheSame(ObjectNode one, ObjectNode other) {
        return one.path("label").equals(other.path("label"))
                && one.path("settings").equals(other.path("settings"));
    }
}
