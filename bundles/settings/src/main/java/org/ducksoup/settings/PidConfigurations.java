package org.ducksoup.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.tls.TlsKeyStore;
import org.jspecify.annotations.Nullable;

/**
 * The values that the components of each PID get: the PID's own settings, and values that are derived from several
 * settings.
 */
public final class PidConfigurations {
    /**
     * Pages under development are usually served from one of these origins. The server's own address is added to them.
     */
    private static final List<String> DEVELOPMENT_ORIGINS = List.of(
            "http://localhost:8000",
            "http://localhost:8080",
            "http://localhost:8180",
            "http://localhost:3000",
            "http://127.0.0.1:8000",
            "http://127.0.0.1:8080",
            "http://127.0.0.1:3000");

    private static final String PLAIN_ENABLED = "org.osgi.service.http.enabled";
    private static final String PLAIN_PORT = "org.osgi.service.http.port";
    private static final String SECURE_ENABLED = "org.osgi.service.http.secure.enabled";
    private static final String SECURE_PORT = "org.osgi.service.http.port.secure";
    private static final String ADDRESSES = "org.ops4j.pax.web.listening.addresses";

    private final Resolution resolution;
    private final Map<String, Map<String, Object>> configurations = new TreeMap<>();

    private PidConfigurations(Resolution resolution) {
        this.resolution = resolution;
    }

    /** Keys and values by PID; a value is a Boolean, Integer, String or String[]. */
    public static Map<String, Map<String, Object>> of(Resolution resolution, Path launchDirectory) {
        PidConfigurations pids = new PidConfigurations(resolution);
        resolution.values().forEach((setting, value) -> pids.put(setting.pid(), setting.key(), value.typed()));
        resolution.pipelineTexts().forEach((key, text) -> pids.put(SettingsTable.GSTREAMER, key, text));
        pids.configurations.put(SettingsTable.EFFECTS, new TreeMap<>(resolution.effects()));
        pids.derive(launchDirectory);
        return pids.configurations;
    }

    /** The values that replace those of {@code etc/org.ops4j.pax.web.cfg} for Pax Web. */
    static Map<String, Object> paxWeb(Resolution resolution, TlsKeyStore keyStore) {
        Map<String, Object> values = new TreeMap<>();
        String port = resolution.text(SettingsTable.PORT);
        boolean secure = resolution.isSecure();
        // With a certificate there is no plain HTTP.
        values.put(PLAIN_ENABLED, Boolean.toString(!secure));
        values.put(SECURE_ENABLED, Boolean.toString(secure));
        values.put(secure ? SECURE_PORT : PLAIN_PORT, port);
        values.put(ADDRESSES, resolution.text(SettingsTable.BIND_ADDRESS));
        if (secure) {
            values.put("org.ops4j.pax.web.ssl.keystore", keyStore.file().toString());
            values.put("org.ops4j.pax.web.ssl.keystore.type", "PKCS12");
            values.put("org.ops4j.pax.web.ssl.keystore.password", keyStore.password());
            values.put("org.ops4j.pax.web.ssl.key.password", keyStore.password());
            values.put("org.ops4j.pax.web.ssl.protocols.included", "TLSv1.2,TLSv1.3");
        }
        return values;
    }

    /** The port in the values of {@link #paxWeb}. */
    static @Nullable Object paxWebPort(Map<String, Object> values) {
        return values.getOrDefault(SECURE_PORT, values.get(PLAIN_PORT));
    }

    private void put(String pid, String key, Object value) {
        configurations.computeIfAbsent(pid, unused -> new TreeMap<>()).put(key, value);
    }

    private void derive(Path launchDirectory) {
        deriveCluster(launchDirectory);
        derivePaths(launchDirectory);
        deriveWeb();
        deriveMedia();
        // What clients write stops where new recordings do; those that run have the rest of the disk.
        put(
                SettingsTable.STATS,
                "minFreeMebibytes",
                resolution.value(SettingsTable.find(SettingsTable.SFU, "minFreeMebibytes")));
        put(SettingsTable.STATS, "development", resolution.isDevelopment());
    }

    private void deriveWeb() {
        boolean development = resolution.isDevelopment();
        boolean secure = resolution.isSecure();
        put(SettingsTable.WEB, "development", development);
        put(SettingsTable.WEB, "allowedOrigins", allowedOrigins(development));
        // Selects the HTTP server that listens where the settings say, so that the servlets are not registered with one
        // that is about to be replaced.
        put(
                SettingsTable.WEB,
                "webContainer.target",
                "(&(%s=true)(%s=%s)(%s=%s))"
                        .formatted(
                                secure ? SECURE_ENABLED : PLAIN_ENABLED,
                                secure ? SECURE_PORT : PLAIN_PORT,
                                resolution.text(SettingsTable.PORT),
                                ADDRESSES,
                                resolution.text(SettingsTable.BIND_ADDRESS)));
        put(SettingsTable.WEB, "secure", secure);
    }

    private void deriveMedia() {
        boolean development = resolution.isDevelopment();
        Object iceServers = resolution.value(SettingsTable.ICE_SERVERS);
        put(SettingsTable.SFU, "iceServers", iceServers);
        String estimator = resolution.text(SettingsTable.ESTIMATOR);
        if (estimator.isEmpty()) {
            estimator = isSet(SettingsTable.GOOGLE_CONGESTION_CONTROL) ? "gcc" : "loss";
        }
        put(SettingsTable.SFU, "estimator", estimator);
        // Google congestion control works with these reports only.
        put(SettingsTable.TRANSPORT, "transportWide", isSet(SettingsTable.TRANSPORT_WIDE) || estimator.equals("gcc"));
        put(SettingsTable.TRANSPORT, "maxReceiveBitsPerSecond", bitsPerSecond("audio") + bitsPerSecond("video"));
        put(
                SettingsTable.TRANSPORT,
                "loopback",
                development || isLoopback(resolution.text(SettingsTable.BIND_ADDRESS)));
        // A server under development is reached from its own machine, or from a phone in the same network.
        put(SettingsTable.TRANSPORT, "privateAddresses", development || isSet(SettingsTable.PRIVATE_ADDRESSES));
        put(SettingsTable.GSTREAMER, "labsMayReplace", resolution.value(SettingsTable.LABS_MAY_REPLACE));
        // Nobody asks for larger pictures, and turned phones send them on their side.
        put(SettingsTable.GSTREAMER, "maxPictureSide", Math.max(pixels("maxWidth"), pixels("maxHeight")));
    }

    private void derivePaths(Path launchDirectory) {
        String data = resolution.text(SettingsTable.DATA_DIRECTORY);
        put(SettingsTable.SFU, "dataDirectory", resolved(launchDirectory, data));
        String state = resolution.text(SettingsTable.PLANS_STATE_DIRECTORY);
        put(SettingsTable.PLAN, "stateDirectory", resolved(launchDirectory, state));
        String plans = resolution.text(SettingsTable.PLANS_DIRECTORY);
        if (!plans.isEmpty()) {
            put(SettingsTable.PLAN, "plansDirectory", resolved(launchDirectory, plans));
        }
        String front = resolution.text(SettingsTable.FRONT_DIRECTORY);
        if (!front.isEmpty()) {
            put(SettingsTable.WEB, "frontDirectory", resolved(launchDirectory, front));
        }
        String logFile = resolution.text(SettingsTable.LOG_FILE);
        if (!logFile.isEmpty()) {
            put(SettingsTable.STATS, "logFile", resolved(launchDirectory, logFile));
        }
    }

    private static String resolved(Path launchDirectory, String path) {
        return launchDirectory.resolve(path).normalize().toString();
    }

    private void deriveCluster(Path launchDirectory) {
        boolean clustered = ((String[]) resolution.value(SettingsTable.CLUSTER_MEMBERS)).length > 0;
        put(SettingsTable.WEB, "clustered", clustered);
        put(SettingsTable.SIGNALING, "clustered", clustered);
        put(SettingsTable.PLAN, "clustered", clustered);
        put(SettingsTable.CLUSTER, "url", clustered ? resolution.clusterUrl() : "");
        String authority = resolution.text(SettingsTable.CLUSTER_CA);
        if (!authority.isEmpty()) {
            put(
                    SettingsTable.CLUSTER,
                    "certificateAuthority",
                    launchDirectory.resolve(authority).normalize().toString());
        }
    }

    private boolean isSet(Setting flag) {
        return (Boolean) resolution.value(flag);
    }

    private long bitsPerSecond(String medium) {
        return (Integer) resolution.value(SettingsTable.find(SettingsTable.SFU, medium + "MaxBitrate"));
    }

    private int pixels(String side) {
        return (Integer) resolution.value(SettingsTable.find(SettingsTable.SIGNALING, side));
    }

    private String[] allowedOrigins(boolean development) {
        Set<String> origins = new LinkedHashSet<>(List.of((String[]) resolution.value(SettingsTable.ALLOWED_ORIGINS)));
        if (development) {
            String port = resolution.text(SettingsTable.PORT);
            // A browser omits the default port from the origin.
            String suffix = port.equals(resolution.isSecure() ? "443" : "80") ? "" : ":" + port;
            String scheme = resolution.isSecure() ? "https" : "http";
            origins.add(scheme + "://localhost" + suffix);
            origins.add(scheme + "://127.0.0.1" + suffix);
            origins.addAll(DEVELOPMENT_ORIGINS);
        }
        return origins.toArray(String[]::new);
    }

    private static boolean isLoopback(String address) {
        try {
            // The text is always an address: the table allows no host name here.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
