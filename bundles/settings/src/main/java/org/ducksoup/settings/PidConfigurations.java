package org.ducksoup.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What each PID's components get: its own settings, and what follows from several of them. */
final class PidConfigurations {
    /** Pages under development are served from one of these; the server's own address comes in addition. */
    private static final List<String> DEVELOPMENT_ORIGINS = List.of(
            "http://localhost:8000",
            "http://localhost:8080",
            "http://localhost:8180",
            "http://localhost:3000",
            "http://127.0.0.1:8000",
            "http://127.0.0.1:8080",
            "http://127.0.0.1:3000");

    private final Resolution resolution;
    private final Map<String, Map<String, Object>> configurations = new TreeMap<>();

    private PidConfigurations(Resolution resolution) {
        this.resolution = resolution;
    }

    /** Keys and values by PID; a value is a Boolean, Integer, String or String[]. */
    static Map<String, Map<String, Object>> of(Resolution resolution, Path launchDirectory) {
        PidConfigurations pids = new PidConfigurations(resolution);
        resolution.values().forEach((setting, value) -> pids.put(setting.pid(), setting.key(), value.typed()));
        resolution.pipelineTexts().forEach((key, text) -> pids.put(SettingsTable.GSTREAMER, key, text));
        pids.configurations.put(SettingsTable.EFFECTS, new TreeMap<>(resolution.effects()));
        pids.derive(launchDirectory);
        return pids.configurations;
    }

    /** What Pax Web gets over its own {@code etc/org.ops4j.pax.web.cfg}. */
    static Map<String, Object> paxWeb(Resolution resolution) {
        return Map.of(
                "org.osgi.service.http.enabled", "true",
                "org.osgi.service.http.port", resolution.text(SettingsTable.PORT),
                "org.ops4j.pax.web.listening.addresses", resolution.text(SettingsTable.BIND_ADDRESS));
    }

    private void put(String pid, String key, Object value) {
        configurations.computeIfAbsent(pid, unused -> new TreeMap<>()).put(key, value);
    }

    private void derive(Path launchDirectory) {
        boolean development = resolution.isDevelopment();
        put(SettingsTable.WEB, "development", development);
        put(SettingsTable.STATS, "development", development);
        put(SettingsTable.WEB, "allowedOrigins", allowedOrigins(development));
        // The server that listens where the settings say, and not one that is about to be replaced.
        put(
                SettingsTable.WEB,
                "webContainer.target",
                "(&(org.osgi.service.http.enabled=true)(org.osgi.service.http.port=%s)"
                                .formatted(resolution.text(SettingsTable.PORT))
                        + "(org.ops4j.pax.web.listening.addresses=%s))"
                                .formatted(resolution.text(SettingsTable.BIND_ADDRESS)));

        Object iceServers = resolution.value(SettingsTable.ICE_SERVERS);
        put(SettingsTable.SFU, "iceServers", iceServers);
        String estimator = resolution.text(SettingsTable.ESTIMATOR);
        if (estimator.isEmpty()) {
            estimator = isSet(SettingsTable.GOOGLE_CONGESTION_CONTROL) ? "gcc" : "loss";
        }
        put(SettingsTable.SFU, "estimator", estimator);
        // Congestion control by delay lives on these reports.
        put(SettingsTable.TRANSPORT, "transportWide", isSet(SettingsTable.TRANSPORT_WIDE) || estimator.equals("gcc"));
        put(SettingsTable.TRANSPORT, "maxReceiveBitsPerSecond", bitsPerSecond("audio") + bitsPerSecond("video"));
        put(SettingsTable.TRANSPORT, "mtu", resolution.value(SettingsTable.MTU));
        put(
                SettingsTable.TRANSPORT,
                "loopback",
                development || isLoopback(resolution.text(SettingsTable.BIND_ADDRESS)));

        String data = launchDirectory
                .resolve(resolution.text(SettingsTable.DATA_DIRECTORY))
                .normalize()
                .toString();
        put(SettingsTable.SFU, "dataDirectory", data);
        put(SettingsTable.STATS, "dataDirectory", data);
        String logFile = resolution.text(SettingsTable.LOG_FILE);
        if (!logFile.isEmpty()) {
            put(
                    SettingsTable.STATS,
                    "logFile",
                    launchDirectory.resolve(logFile).normalize().toString());
        }
    }

    private boolean isSet(Setting flag) {
        return (Boolean) resolution.value(flag);
    }

    private long bitsPerSecond(String medium) {
        return (Integer) resolution.value(SettingsTable.find(SettingsTable.SFU, medium + "MaxBitrate"));
    }

    private String[] allowedOrigins(boolean development) {
        Set<String> origins = new LinkedHashSet<>(List.of((String[]) resolution.value(SettingsTable.ALLOWED_ORIGINS)));
        if (development) {
            String port = resolution.text(SettingsTable.PORT);
            // A browser leaves the default port out of the origin.
            String suffix = port.equals("80") ? "" : ":" + port;
            origins.add("http://localhost" + suffix);
            origins.add("http://127.0.0.1" + suffix);
            origins.addAll(DEVELOPMENT_ORIGINS);
        }
        return origins.toArray(String[]::new);
    }

    private static boolean isLoopback(String address) {
        try {
            // An address, never a name: the table allows nothing else.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
