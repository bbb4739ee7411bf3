package org.ducksoup.stats.log;

import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent.ClientLogged;
import org.ducksoup.api.interaction.InteractionEvent.ClientReported;

/**
 * Lines that clients write: {@code client_*} by the player, {@code ext_*} by the page around it. Some of the player's are
 * reports of devices, the browser and the page, which are checked and have properties of their own.
 */
final class ClientLogs {
    private static final String EXT_PREFIX = "ext_";

    /**
     * Known messages have a row. Any other message that ends with {@code count} belongs to a track, and the rest to the
     * peer.
     */
    private static final Map<String, String> CONTEXTS = Map.of(
            "client_video_resolution_updated", "track",
            "client_video_fps_updated", "track",
            "client_message", "track",
            "client_selected_candidate_pair", "signaling");

    private static final Map<String, String> UNITS = Map.of("client_video_resolution_updated", "pixels");

    private ClientLogs() {}

    static String context(ClientLogged event) {
        String kind = event.entry().kind();
        if (isExternal(kind)) {
            return "ext";
        }
        return CONTEXTS.getOrDefault(kind, isCount(kind) ? "track" : "peer");
    }

    static void addTo(ClientLogged event, LogProperties properties) {
        String kind = event.entry().kind();
        String payload = event.entry().payload();
        properties.with("source", "client");
        if (isExternal(kind)) {
            properties.with("payload", payload);
        } else {
            properties
                    .with("value", payload != null && isCount(kind) ? count(payload) : payload)
                    .with("unit", UNITS.get(kind));
        }
    }

    static String context(ClientReported event) {
        ClientReport report = event.report();
        boolean ofPage = report instanceof ClientReport.Incident incident
                ? !incident.what().isOfDevice()
                : report instanceof ClientReport.Browser;
        return ofPage ? "peer" : "track";
    }

    static void addTo(ClientReported event, LogProperties properties) {
        properties.with("source", "client");
        ClientReport report = event.report();
        if (report instanceof ClientReport.Incident incident) {
            properties
                    .with(
                            "type",
                            incident.type() == null ? null : incident.type().token())
                    .with("cause", incident.reason())
                    .with("ago", incident.ago().isZero() ? null : incident.ago().toMillis());
        } else if (report instanceof ClientReport.Browser browser) {
            properties
                    .with("browser", browser.browser())
                    .with("system", browser.system())
                    .with("userAgent", browser.userAgent());
        } else if (report instanceof ClientReport.TrackSettings track) {
            properties
                    .with("type", track.type().token())
                    .with("label", track.label())
                    .with("settings", track.settings());
        }
    }

    private static boolean isExternal(String kind) {
        return kind.startsWith(EXT_PREFIX);
    }

    private static boolean isCount(String kind) {
        return kind.contains("count");
    }

    /** A number if the text is one, otherwise the text. */
    private static Object count(String payload) {
        try {
            return Long.parseLong(payload.trim());
        } catch (NumberFormatException e) {
            return payload;
        }
    }
}
