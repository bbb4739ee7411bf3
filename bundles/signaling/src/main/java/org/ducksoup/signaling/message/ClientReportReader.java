package org.ducksoup.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.WireText;

/** The payloads of messages in which a page tells of its devices, its browser and itself. Their contents go into manifests. */
final class ClientReportReader {
    private static final int MAX_TEXT_BYTES = 200;
    private static final int MAX_USER_AGENT_BYTES = 1600;
    private static final int MAX_SETTINGS = 40;
    /** A lost socket is waited for half a minute. */
    private static final int MAX_AGO_MILLIS = 60_000;

    private static final String BROWSER = "client_browser";
    private static final String TRACK_SETTINGS = "client_track_settings";
    private static final Map<String, ClientReport.What> INCIDENTS = Arrays.stream(ClientReport.What.values())
            .collect(Collectors.toUnmodifiableMap(what -> "client_" + what.token(), Function.identity()));

    private static final Pattern REASON = Pattern.compile("[a-z][a-z-]{0,39}");
    private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");

    private ClientReportReader() {}

    static boolean isReport(String kind) {
        return kind.equals(BROWSER) || kind.equals(TRACK_SETTINGS) || INCIDENTS.containsKey(kind);
    }

    static ClientReport read(JsonMembers report) throws ClientMessageException {
        return switch (report.kind()) {
            case BROWSER ->
                new ClientReport.Browser(
                        plain(report, "browser", MAX_TEXT_BYTES),
                        plain(report, "system", MAX_TEXT_BYTES),
                        plain(report, "userAgent", MAX_USER_AGENT_BYTES));
            case TRACK_SETTINGS ->
                new ClientReport.TrackSettings(
                        type(report),
                        report.text("label", MAX_TEXT_BYTES) == null ? null : plain(report, "label", MAX_TEXT_BYTES),
                        settings(report));
            default -> incident(report);
        };
    }

    private static ClientReport incident(JsonMembers report) throws ClientMessageException {
        ClientReport.What what = INCIDENTS.get(report.kind());
        if (what == null) {
            throw report.bad("kind", "it is no report");
        }
        double ago = report.number("ago", 0);
        if (ago < 0 || ago > MAX_AGO_MILLIS) {
            throw report.bad("ago", "allowed: 0 to " + MAX_AGO_MILLIS + " ms");
        }
        String reason = report.text("reason", MAX_TEXT_BYTES);
        if (what.isOfDevice() ? reason == null || !REASON.matcher(reason).matches() : reason != null) {
            throw report.bad(
                    "reason",
                    what.isOfDevice() ? "required: up to 40 lower-case letters and hyphens" : "allowed: none");
        }
        return new ClientReport.Incident(
                what, what.isOfDevice() ? type(report) : null, reason, Duration.ofMillis(Math.round(ago)));
    }

    private static MediaKind type(JsonMembers report) throws ClientMessageException {
        String type = report.requiredText("type", MAX_TEXT_BYTES);
        for (MediaKind kind : MediaKind.values()) {
            if (kind.token().equals(type)) {
                return kind;
            }
        }
        throw report.bad("type", "allowed: audio, video");
    }

    private static String plain(JsonMembers report, String key, int maxBytes) throws ClientMessageException {
        String text = report.requiredText(key, maxBytes);
        if (!WireText.isPlainLines(text)) {
            throw report.bad(key, "allowed: text without control characters");
        }
        return text;
    }

    private static Map<String, Object> settings(JsonMembers report) throws ClientMessageException {
        JsonNode settings = report.payload().path("settings");
        if (!settings.isObject() || settings.size() > MAX_SETTINGS) {
            throw report.bad("settings", "required: an object of at most " + MAX_SETTINGS + " members");
        }
        JsonMembers members = new JsonMembers(report.kind(), settings);
        Map<String, Object> all = new LinkedHashMap<>();
        for (var names = settings.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!SETTING.matcher(name).matches()) {
                throw report.bad("settings", "allowed as names: up to 40 letters and digits");
            }
            all.put(name, setting(members, name));
        }
        return all;
    }

    private static Object setting(JsonMembers settings, String name) throws ClientMessageException {
        JsonNode value = settings.payload().path(name);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isTextual()) {
            return plain(settings, name, MAX_TEXT_BYTES);
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        throw settings.bad(name, "allowed: text, a number, true or false");
    }
}
