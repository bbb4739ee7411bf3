package org.ducksoup.stats.log;

import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent.ClientLogged;

/** Lines that clients write: {@code client_*} by the player, {@code ext_*} by the page around it. */
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
