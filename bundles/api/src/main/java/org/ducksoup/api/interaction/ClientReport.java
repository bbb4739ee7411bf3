package org.ducksoup.api.interaction;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * What a participant's page reports on its devices, its browser and itself. Its form is checked and its length is
 * bounded. The content cannot be checked: a page may report what is not true.
 */
public sealed interface ClientReport {
    /** The kind of the message, as it is on the wire and in the log: {@code client_device_lost}. */
    String kind();

    /** @return characters of the page's own wording */
    int chars();

    /** What can happen to a device or a page. */
    enum What {
        /** The device is open and delivers nothing. */
        DEVICE_MUTED,
        DEVICE_UNMUTED,
        /** The device is gone, or could not be opened again. */
        DEVICE_LOST,
        /** The same device is open again. */
        DEVICE_BACK,
        /** The page is behind others, or the screen is off. Browsers slow such pages down. */
        PAGE_HIDDEN,
        PAGE_SHOWN;

        /** The spelling in manifests: {@code device_lost}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOfDevice() {
            return this != PAGE_HIDDEN && this != PAGE_SHOWN;
        }
    }

    /**
     * @param type of the device, or null if it concerns the page
     * @param reason a token such as {@code unplugged}, or null
     * @param ago how long before the event's time it happened, because a message may have waited for a socket
     */
    record Incident(
            What what, @Nullable MediaKind type, @Nullable String reason, Duration ago) implements ClientReport {
        @Override
        public String kind() {
            return "client_" + what.token();
        }

        @Override
        public int chars() {
            return reason == null ? kind().length() : kind().length() + reason.length();
        }
    }

    /**
     * @param browser its name and version
     * @param system the operating system
     * @param userAgent as the browser sends it to every web site
     */
    record Browser(String browser, String system, String userAgent) implements ClientReport {
        @Override
        public String kind() {
            return "client_browser";
        }

        @Override
        public int chars() {
            return browser.length() + system.length() + userAgent.length();
        }
    }

    /**
     * What a track is captured with.
     *
     * @param label of the device, or null if the page keeps it to itself
     * @param settings by the names of W3C's {@code MediaTrackSettings}: texts, finite numbers and truth values
     */
    record TrackSettings(MediaKind type, @Nullable String label, Map<String, Object> settings) implements ClientReport {
        public TrackSettings {
            settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        @Override
        public String kind() {
            return "client_track_settings";
        }

        @Override
        public int chars() {
            int chars = label == null ? 0 : label.length();
            for (Map.Entry<String, Object> setting : settings.entrySet()) {
                chars += setting.getKey().length()
                        + setting.getValue().toString().length();
            }
            return Math.max(1, chars);
        }
    }
}
