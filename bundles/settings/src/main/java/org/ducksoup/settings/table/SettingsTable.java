package org.ducksoup.settings.table;

import static org.ducksoup.settings.table.ValueTypes.address;
import static org.ducksoup.settings.table.ValueTypes.addresses;
import static org.ducksoup.settings.table.ValueTypes.ed25519PublicKey;
import static org.ducksoup.settings.table.ValueTypes.elements;
import static org.ducksoup.settings.table.ValueTypes.flag;
import static org.ducksoup.settings.table.ValueTypes.integer;
import static org.ducksoup.settings.table.ValueTypes.integerOr;
import static org.ducksoup.settings.table.ValueTypes.member;
import static org.ducksoup.settings.table.ValueTypes.members;
import static org.ducksoup.settings.table.ValueTypes.networks;
import static org.ducksoup.settings.table.ValueTypes.oneOf;
import static org.ducksoup.settings.table.ValueTypes.origins;
import static org.ducksoup.settings.table.ValueTypes.path;
import static org.ducksoup.settings.table.ValueTypes.paths;
import static org.ducksoup.settings.table.ValueTypes.stunServers;
import static org.ducksoup.settings.table.ValueTypes.text;
import static org.ducksoup.settings.table.ValueTypes.webhooks;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings. A new one is one line here and one commented key in {@code config/<pid>.cfg}. */
public final class SettingsTable {
    public static final String PREFIX = "org.ducksoup.";
    public static final String WEB = PREFIX + "web";
    public static final String SIGNALING = PREFIX + "signaling";
    public static final String SFU = PREFIX + "sfu";
    public static final String TRANSPORT = PREFIX + "transport";
    public static final String GSTREAMER = PREFIX + "gstreamer";
    /** Operators choose the keys of this PID: they are names of effects. */
    public static final String EFFECTS = PREFIX + "effects";

    public static final String STATS = PREFIX + "stats";
    public static final String WEBHOOKS = PREFIX + "webhooks";

    public static final String PLAN = PREFIX + "plan";
    public static final String CLUSTER = PREFIX + "cluster";

    public static final Setting MODE =
            Setting.of(WEB, "mode", oneOf("DEV", "FRONT_BUILD"), "").variable("DUCKSOUP_MODE");
    public static final Setting PORT =
            Setting.of(WEB, "port", integer(1, 65535), "8100").variable("DUCKSOUP_PORT");
    public static final Setting BIND_ADDRESS =
            Setting.of(WEB, "bindAddress", address(), "0.0.0.0").variable("DUCKSOUP_BIND_ADDRESS");
    static final Setting WEB_PREFIX = Setting.of(
                    WEB,
                    "prefix",
                    text(
                            "a path such as /ducksoup, without a slash at its end",
                            "(/(?!\\.\\.?(/|$))[A-Za-z0-9._~-]+)+"),
                    "")
            .variable("DUCKSOUP_WEB_PREFIX");
    public static final Setting ALLOWED_ORIGINS =
            Setting.of(WEB, "allowedOrigins", origins(), "").variable("DUCKSOUP_ALLOWED_WS_ORIGINS");
    static final Setting TEST_LOGIN = Setting.of(
                    WEB,
                    "testLogin",
                    text("1 to 100 printable characters without a colon", "[^:\\p{Cntrl}]{1,100}"),
                    "ducksoup")
            .variable("DUCKSOUP_TEST_LOGIN");
    static final Setting TEST_PASSWORD = Setting.of(
                    WEB, "testPassword", text("1 to 200 printable characters", "[^\\p{Cntrl}]{1,200}"), "ducksoup")
            .variable("DUCKSOUP_TEST_PASSWORD")
            .asSecret();
    public static final Setting TLS_CERTIFICATE =
            Setting.of(WEB, "certificate", path(), "").variable("DUCKSOUP_CERT");
    public static final Setting TLS_KEY = Setting.of(WEB, "key", path(), "").variable("DUCKSOUP_KEY");
    public static final Setting FRONT_DIRECTORY =
            Setting.of(WEB, "frontDirectory", path(), "").variable("DUCKSOUP_FRONT_DIR");
    public static final Setting ICE_SERVERS = Setting.of(
                    TRANSPORT, "iceServers", stunServers(), "stun:stun.l.google.com:19302")
            .variable("DUCKSOUP_ICE_SERVERS")
            .laterVariable("DUCKSOUP_STUN_SERVER_URLS");
    public static final Setting TURN_ADDRESS = Setting.of(
                    SFU,
                    "turnAddress",
                    text("a host name or an IP address", "[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?"),
                    "")
            .variable("DUCKSOUP_TURN_ADDRESS");
    static final Setting TURN_SECRET = Setting.of(
                    SFU, "turnSecret", text("1 to 200 printable characters", "[^\\p{Cntrl}]{1,200}"), "")
            .variable("DUCKSOUP_TURN_SECRET")
            .asSecret();
    public static final Setting DATA_DIRECTORY =
            Setting.of(SFU, "dataDirectory", path(), "data").variable("DUCKSOUP_DATA_DIR");
    public static final Setting LOG_FILE =
            Setting.of(STATS, "logFile", path(), "").variable("DUCKSOUP_LOG_FILE");
    static final Setting PUBLIC_IP =
            Setting.of(TRANSPORT, "publicIp", address(), "").variable("DUCKSOUP_PUBLIC_IP");
    static final Setting UDP_PORT =
            Setting.of(TRANSPORT, "udpPort", integer(1, 65535), "10000").variable("DUCKSOUP_UDP_PORT");
    static final Setting UDP_ADDRESSES =
            Setting.of(TRANSPORT, "udpAddresses", addresses(), "").variable("DUCKSOUP_UDP_ADDRESSES");
    public static final Setting PRIVATE_ADDRESSES =
            Setting.of(TRANSPORT, "privateAddresses", flag(), "false").variable("DUCKSOUP_PRIVATE_ADDRESSES");
    static final Setting EXPLICIT_HOST_CANDIDATE = Setting.of(TRANSPORT, "explicitHostCandidate", flag(), "false")
            .variable("DUCKSOUP_EXPLICIT_HOST_CANDIDATE");
    static final Setting MTU =
            Setting.of(SFU, "mtu", integer(576, 1500), "1280").yaml("sfu.yml:common.mtu");

    public static final Setting LABS_MAY_REPLACE = Setting.of(SFU, "labsMayReplace", elements(), "");

    public static final Setting GOOGLE_CONGESTION_CONTROL =
            Setting.of(SFU, "gcc", flag(), "false").variable("DUCKSOUP_GCC");
    public static final Setting ESTIMATOR = Setting.of(
            SFU,
            "estimator",
            text("a name of letters, digits, dots and hyphens", "[A-Za-z0-9][A-Za-z0-9.-]{0,63}"),
            "");
    static final Setting WEBHOOK_URLS =
            Setting.of(WEBHOOKS, "urls", webhooks(), "").variable("DUCKSOUP_WEBHOOK_URLS");
    static final Setting WEBHOOK_SECRET = Setting.of(
                    WEBHOOKS,
                    "secret",
                    text("32 to 500 printable characters, from a random generator", "[^\\p{Cntrl}]{32,500}"),
                    "")
            .variable("DUCKSOUP_WEBHOOK_SECRET")
            .asSecret();

    public static final Setting PLANS_DIRECTORY =
            Setting.of(PLAN, "plansDirectory", path(), "").variable("DUCKSOUP_PLANS_DIR");
    public static final Setting PLANS_STATE_DIRECTORY =
            Setting.of(PLAN, "stateDirectory", path(), "plan-state").variable("DUCKSOUP_PLANS_STATE_DIR");

    public static final Setting CLUSTER_MEMBERS =
            Setting.of(CLUSTER, "members", members(), "").variable("DUCKSOUP_CLUSTER_MEMBERS");
    public static final Setting CLUSTER_ADDRESS =
            Setting.of(CLUSTER, "address", member(), "").variable("DUCKSOUP_CLUSTER_ADDRESS");
    public static final Setting CLUSTER_SECRET = Setting.of(
                    CLUSTER,
                    "secret",
                    text("32 to 500 printable characters, from a random generator", "[^\\p{Cntrl}]{32,500}"),
                    "")
            .variable("DUCKSOUP_CLUSTER_SECRET")
            .asSecret();
    public static final Setting CLUSTER_URL = Setting.of(
                    CLUSTER,
                    "url",
                    text(
                            "an address such as https://lab1.example:8100/ducksoup, without a slash at its end",
                            "https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?"),
                    "")
            .variable("DUCKSOUP_CLUSTER_URL");
    public static final Setting CLUSTER_PLAINTEXT =
            Setting.of(CLUSTER, "plaintext", flag(), "false").variable("DUCKSOUP_CLUSTER_PLAINTEXT");
    public static final Setting CLUSTER_CA =
            Setting.of(CLUSTER, "certificateAuthority", path(), "").variable("DUCKSOUP_CLUSTER_CA");

    public static final Setting TRANSPORT_WIDE =
            Setting.of(TRANSPORT, "transportWide", flag(), "false").variable("DUCKSOUP_GENERATE_TWCC");

    public static final List<Setting> ALL = List.of(
            MODE,
            PORT,
            BIND_ADDRESS,
            WEB_PREFIX,
            ALLOWED_ORIGINS,
            TEST_LOGIN,
            TEST_PASSWORD,
            TLS_CERTIFICATE,
            TLS_KEY,
            FRONT_DIRECTORY,
            Setting.of(
                            WEB,
                            "apiToken",
                            text("32 to 500 printable characters, from a random generator", "[^\\p{Cntrl}]{32,500}"),
                            "")
                    .variable("DUCKSOUP_API_TOKEN")
                    .asSecret(),
            Setting.of(WEB, "maxMessageBytes", integer(16384, 16777216), "262144"),
            Setting.of(WEB, "maxQueuedFrames", integer(16, 65536), "512"),
            Setting.of(WEB, "pingIntervalSeconds", integer(1, 600), "20"),
            Setting.of(WEB, "silenceTimeoutSeconds", integer(2, 3600), "60"),
            Setting.of(WEB, "maxSockets", integer(1, 100_000), "2000"),
            Setting.of(WEB, "maxSocketsPerAddress", integer(1, 100_000), "500"),
            Setting.of(WEB, "trustedProxies", networks(), "").variable("DUCKSOUP_TRUSTED_PROXIES"),
            Setting.of(SIGNALING, "joinTimeoutSeconds", integer(1, 600), "10"),
            Setting.of(SIGNALING, "maxDurationSeconds", integer(1, 86400), "1200"),
            Setting.of(SIGNALING, "maxSize", integer(1, 100), "8"),
            Setting.of(SIGNALING, "maxWidth", integer(16, 8192), "3840"),
            Setting.of(SIGNALING, "maxHeight", integer(16, 8192), "3840"),
            Setting.of(SIGNALING, "maxFrameRate", integer(1, 240), "60"),
            Setting.of(SIGNALING, "maxPixelsPerSecond", integer(1_000_000, 2_000_000_000), "124416000"),
            Setting.of(SIGNALING, "maxMessagesPerSecond", integer(10, 100_000), "200"),
            Setting.of(SIGNALING, "messageBurst", integer(10, 100_000), "400"),
            Setting.of(SIGNALING, "maxIgnoredMessages", integer(1, 100_000), "50"),
            Setting.of(SIGNALING, "maxLogBytesPerSecond", integer(1024, 16_777_216), "16384"),
            Setting.of(
                            SIGNALING,
                            "joinTokenSecret",
                            text("32 to 500 printable characters, from a random generator", "[^\\p{Cntrl}]{32,500}"),
                            "")
                    .variable("DUCKSOUP_JOIN_TOKEN_SECRET")
                    .asSecret(),
            Setting.of(SIGNALING, "joinTokenPublicKey", ed25519PublicKey(), "")
                    .variable("DUCKSOUP_JOIN_TOKEN_PUBLIC_KEY"),
            Setting.of(SFU, "waitForOthersSeconds", integer(1, 86400), "15"),
            Setting.of(SFU, "endingNoticeSeconds", integer(0, 600), "15"),
            Setting.of(SFU, "gracePeriodSeconds", integer(0, 3600), "30"),
            Setting.of(SFU, "drainSeconds", integer(0, 86400), "0").variable("DUCKSOUP_DRAIN_SECONDS"),
            Setting.of(SFU, "effectLost", oneOf("mute", "pass", "end"), "mute"),
            Setting.of(SFU, "forceOverlay", flag(), "false").variable("DUCKSOUP_FORCE_OVERLAY"),
            bitrate("audio", "default", "48000"),
            bitrate("audio", "min", "16000"),
            bitrate("audio", "max", "64000"),
            bitrate("video", "default", "600000"),
            bitrate("video", "min", "200000"),
            bitrate("video", "max", "1200000"),
            LABS_MAY_REPLACE,
            MTU,
            DATA_DIRECTORY,
            Setting.of(SFU, "noRecording", flag(), "false").variable("DUCKSOUP_NO_RECORDING"),
            Setting.of(SFU, "minFreeMebibytes", integer(0, 1_000_000_000), "500")
                    .variable("DUCKSOUP_MIN_FREE_MEBIBYTES"),
            Setting.of(SFU, "recordingMemoryMebibytes", integer(0, 65_536), "0"),
            Setting.of(SFU, "recordingMemoryTotalMebibytes", integer(0, 1_048_576), "0"),
            Setting.of(SFU, "maxParticipants", integer(0, 100_000), "0"),
            Setting.of(SFU, "maxPipelines", integer(0, 100_000), "0"),
            Setting.of(SFU, "maxMegapixelsPerSecond", integer(0, 1_000_000), "0"),
            Setting.of(SFU, "maxMemoryMebibytes", integer(0, 10_000_000), "0"),
            PUBLIC_IP,
            EXPLICIT_HOST_CANDIDATE,
            UDP_PORT,
            UDP_ADDRESSES,
            PRIVATE_ADDRESSES,
            TRANSPORT_WIDE,
            GOOGLE_CONGESTION_CONTROL,
            ESTIMATOR,
            ICE_SERVERS,
            Setting.of(GSTREAMER, "jitterBufferMillis", integerOr("adaptive", -1, 0, 2000), "adaptive")
                    .variable("DUCKSOUP_JITTER_BUFFER"),
            Setting.of(GSTREAMER, "nvcodec", flag(), "false").variable("DUCKSOUP_NVCODEC"),
            TURN_ADDRESS,
            Setting.of(SFU, "turnPort", integer(1, 65535), "3478").variable("DUCKSOUP_TURN_PORT"),
            Setting.of(SFU, "turnTlsPort", integer(0, 65535), "0").variable("DUCKSOUP_TURN_TLS_PORT"),
            TURN_SECRET,
            Setting.of(GSTREAMER, "tracking", flag(), "false").variable("DUCKSOUP_GST_TRACKING"),
            Setting.of(GSTREAMER, "keyFrameSeconds", integer(1, 600), "10"),
            Setting.of(GSTREAMER, "allowedEffects", elements(), ""),
            Setting.of(GSTREAMER, "refusedEffects", elements(), ""),
            Setting.of(GSTREAMER, "workers", integer(0, 64), "1").variable("DUCKSOUP_WORKERS"),
            Setting.of(GSTREAMER, "workersFor", oneOf("unmeasured", "all"), "unmeasured"),
            Setting.of(GSTREAMER, "workersPer", oneOf("medium", "participant", "interaction"), "participant"),
            Setting.of(GSTREAMER, "workerMebibytes", integer(128, 65536), "1024"),
            Setting.of(GSTREAMER, "workerCpuPercent", integer(10, 6400), "200"),
            Setting.of(GSTREAMER, "workerSandbox", flag(), "true"),
            Setting.of(GSTREAMER, "workerUser", text("the name of a system user", "[a-z_][a-z0-9_-]{0,31}"), ""),
            Setting.of(GSTREAMER, "workerReadable", paths(), ""),
            LOG_FILE,
            Setting.of(STATS, "logStdout", flag(), "false")
                    .inDevelopment("true")
                    .variable("DUCKSOUP_LOG_STDOUT"),
            Setting.of(STATS, "logLevel", integer(0, 4), "3").variable("DUCKSOUP_LOG_LEVEL"),
            Setting.of(STATS, "maxClientLogMebibytes", integer(1, 2000), "32"),
            Setting.of(STATS, "generatePlots", flag(), "false").variable("DUCKSOUP_GENERATE_PLOTS"),
            Setting.of(STATS, "generateStats", flag(), "true").yaml("server.yml:generateStats"),
            WEBHOOK_URLS,
            WEBHOOK_SECRET,
            PLANS_DIRECTORY,
            PLANS_STATE_DIRECTORY,
            CLUSTER_MEMBERS,
            CLUSTER_ADDRESS,
            Setting.of(
                            CLUSTER,
                            "name",
                            text("1 to 60 letters, digits and hyphens", "[A-Za-z0-9][A-Za-z0-9-]{0,59}"),
                            "ducksoup")
                    .variable("DUCKSOUP_CLUSTER_NAME"),
            CLUSTER_SECRET,
            CLUSTER_URL,
            CLUSTER_PLAINTEXT,
            CLUSTER_CA,
            Setting.of(CLUSTER, "leaseSeconds", integer(2, 60), "4").variable("DUCKSOUP_CLUSTER_LEASE_SECONDS"));

    /** Every PID gets a configuration, even if none of its settings is set. */
    public static final Set<String> PIDS =
            Stream.concat(ALL.stream().map(Setting::pid), Stream.of(EFFECTS)).collect(Collectors.toUnmodifiableSet());

    /** The launcher reads these variables; this bundle ignores them. */
    static final Set<String> OF_THE_LAUNCHER =
            Set.of("DUCKSOUP_HEAP", "DUCKSOUP_LAUNCH_DIR", "DUCKSOUP_CONFIG_DIR", "DUCKSOUP_STATE_DIR");

    private SettingsTable() {}

    public static Setting find(String pid, String key) {
        return ALL.stream()
                .filter(setting -> setting.pid().equals(pid) && setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(pid + " " + key + " is not in the table"));
    }

    private static Setting bitrate(String medium, String which, String bitsPerSecond) {
        String name = which + "Bitrate";
        return Setting.of(SFU, medium + capitalised(name), integer(1000, 100_000_000), bitsPerSecond)
                .yaml("sfu.yml:" + medium + "." + name);
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
