package org.ducksoup.settings.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.settings.source.DotEnv;
import org.ducksoup.settings.source.YamlPlaces;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every setting: its default, its effect from every source, a wrong value from every source, its place in the files. */
class SettingsTableTest {
    private static final Path CONFIG = Path.of("../../config");

    /**
     * For each setting: a value other than the default, the resulting configuration, and values that are not allowed.
     */
    private record Example(String value, Object typed, List<String> wrong) {}

    private static final Map<String, Example> EXAMPLES = new TreeMap<>();

    private static void example(String key, String value, Object typed, String... wrong) {
        EXAMPLES.put(key, new Example(value, typed, List.of(wrong)));
    }

    static {
        example("mode", "FRONT_BUILD", "FRONT_BUILD", "dev", "PROD", "true");
        example("port", "8000", 8000, "0", "65536", "-1", "eighty", "80 80", "8e3");
        example("bindAddress", "127.0.0.1", "127.0.0.1", "localhost", "256.0.0.1", "1.2.3", "1.2.3.4.", ":", "*");
        example("prefix", "/lab/duck", "/lab/duck", "lab", "/", "/lab/", "//lab", "/../x", "/a b", "/.", "/x/..");
        example(
                "allowedOrigins",
                "https://a.example, http://localhost:8180",
                new String[] {"https://a.example", "http://localhost:8180"},
                "*",
                "a.example",
                "https://a.example/",
                "https://a.example/path",
                "https://A.example",
                "https://a.example,,https://b.example",
                "https://*.example",
                "null");
        example("testLogin", "anna", "anna", "a:b", "a\tb", "x".repeat(101));
        example("testPassword", "s3cret", "s3cret", "a\tb", "x".repeat(201));
        example("certificate", "certs/cert.pem", "certs/cert.pem", "a\0b");
        example("key", "/etc/key.pem", "/etc/key.pem", "a\0b");
        example("frontDirectory", "/src/front", "/src/front", "a\0b");
        example(
                "apiToken",
                "a text of thirty-two characters!",
                "a text of thirty-two characters!",
                "a text of thirty-one characters",
                "a text with a tab\tin its middle, yet long enough",
                "x".repeat(501));
        example("maxMessageBytes", "16384", 16384, "16383", "16777217", "1M");
        example("maxQueuedFrames", "16", 16, "15", "65537");
        example("pingIntervalSeconds", "1", 1, "0", "601", "1s");
        example("silenceTimeoutSeconds", "3600", 3600, "1", "3601");
        example("maxSockets", "1", 1, "0", "100001");
        example("maxSocketsPerAddress", "60", 60, "0", "100001");
        example(
                "trustedProxies",
                "127.0.0.1, 172.16.0.0/12,2001:db8::/32",
                new String[] {"127.0.0.1", "172.16.0.0/12", "2001:db8::/32"},
                "proxy",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0/8",
                "::1/129");
        example("joinTimeoutSeconds", "600", 600, "0", "601");
        example("waitForOthersSeconds", "86400", 86400, "0", "86401");
        example("maxDurationSeconds", "1", 1, "0", "86401");
        example("turnAddress", "turn.example", "turn.example", "turn server", "turn:a b", "-a", "a/b");
        example("turnPort", "5349", 5349, "0", "65536");
        example("turnTlsPort", "443", 443, "-1", "65536");
        example("turnSecret", "s3cret", "s3cret", "a\tb", "x".repeat(201));
        example("maxSize", "100", 100, "0", "101");
        example("maxWidth", "16", 16, "15", "8193");
        example("maxHeight", "8192", 8192, "15", "8193");
        example("maxFrameRate", "240", 240, "0", "241");
        example("maxPixelsPerSecond", "1000000", 1000000, "999999", "2000000001");
        example("maxMessagesPerSecond", "10", 10, "9", "100001");
        example("messageBurst", "100000", 100000, "9", "100001");
        example("maxLogBytesPerSecond", "1024", 1024, "1023", "16777217", "16k");
        example("maxIgnoredMessages", "1", 1, "0", "100001");
        example(
                "joinTokenSecret",
                "a text of thirty-two characters!",
                "a text of thirty-two characters!",
                "a text of thirty-one characters",
                "a text with a tab\tin its middle, yet long enough",
                "x".repeat(501));
        example(
                "joinTokenPublicKey",
                "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
                "not base64",
                "/etc/key.pem");
        example("endingNoticeSeconds", "0", 0, "-1", "601");
        example("gracePeriodSeconds", "0", 0, "-1", "3601");
        example("drainSeconds", "1200", 1200, "-1", "86401", "20 min");
        example("effectLost", "end", "end", "Mute", "stop");
        example("audioDefaultBitrate", "50000", 50000, "999", "100000001", "48k");
        example("audioMinBitrate", "1000", 1000, "999", "48001", "sixteen");
        example("audioMaxBitrate", "100000000", 100000000, "100000001", "47999");
        example("videoDefaultBitrate", "700000", 700000, "999", "199999", "1200001");
        example("videoMinBitrate", "1000", 1000, "999", "600001");
        example("videoMaxBitrate", "600000", 600000, "599999", "1e6");
        example("mtu", "576", 576, "575", "1501");
        example("plansDirectory", "/srv/study/plans", "/srv/study/plans", "a\0b");
        example("stateDirectory", "/srv/study/state", "/srv/study/state", "a\0b");
        example("dataDirectory", "/srv/duck", "/srv/duck", "a\0b");
        example("noRecording", "true", true, "1", "yes");
        example("explicitHostCandidate", "true", true, "1", "yes");
        example("privateAddresses", "true", true, "1", "yes");
        example("minFreeMebibytes", "0", 0, "-1", "1000000001", "5 GB");
        example("recordingMemoryMebibytes", "64", 64, "-1", "65537", "64 MB");
        example("recordingMemoryTotalMebibytes", "512", 512, "-1", "1048577", "half");
        example("maxClientLogMebibytes", "100", 100, "0", "2001", "32 MB");
        example("maxParticipants", "40", 40, "-1", "100001", "many");
        example("maxPipelines", "20", 20, "-1", "100001", "2 a core");
        example("maxMegapixelsPerSecond", "250", 250, "-1", "1000001", "14.4");
        example("maxMemoryMebibytes", "4096", 4096, "-1", "10000001", "4g");
        example("publicIp", "2001:db8::7", "2001:db8::7", "lab.example", "1.2.3", "::::");
        example("gcc", "true", true, "yes", "gcc");
        example("estimator", "labs-own", "labs-own", "two words", ".");
        example("transportWide", "true", true, "yes", "1");
        example("udpPort", "65535", 65535, "0", "65536");
        example("udpAddresses", "192.0.2.7,::1", new String[] {"192.0.2.7", "::1"}, "eth0", "192.0.2.7,", "a.b.c.d");
        example("iceServers", "false", new String[0], "true", "stun.example", "turn:turn.example", "stun:", "stun:a:b");
        example("jitterBufferMillis", "0", 0, "-1", "2001", "40ms", "Adaptive");
        example("nvcodec", "true", true, "1", "on");
        example("forceOverlay", "true", true, "1", "yes");
        example("tracking", "true", true, "1", "on");
        example("keyFrameSeconds", "1", 1, "0", "601", "1s");
        example("labsMayReplace", "pitch,muxed", new String[] {"pitch", "muxed"}, "a b", "pitch,", "a!b");
        example("allowedEffects", "identity,pitch", new String[] {"identity", "pitch"}, "a b", "pitch,", "a!b");
        example("workers", "3", 3, "-1", "65", "two");
        example("workersFor", "all", "all", "none", "ALL");
        example("workersPer", "interaction", "interaction", "call", "server");
        example("workerMebibytes", "128", 128, "127", "65537", "1 GB");
        example("workerCpuPercent", "50", 50, "9", "6401", "50 %");
        example("workerSandbox", "false", false, "0", "no");
        example("workerUser", "effects", "effects", "0", "two words", "Root");
        example("workerReadable", "/opt/models,/srv/b", new String[] {"/opt/models", "/srv/b"}, "models", "/a,b");
        example("refusedEffects", "pitch", new String[] {"pitch"}, "pitch pitch=1", "-", "a/b");
        example("logFile", "log/duck.log", "log/duck.log", "a\0b");
        example("logStdout", "true", true, "yes", "1", "TRUE");
        example("logLevel", "0", 0, "-1", "5", "debug");
        example("generateStats", "false", false, "no", "0");
        example("generatePlots", "true", true, "1", "yes");
        example(
                "urls",
                "https://study.example/ducksoup,http://[::1]:8000",
                new String[] {"https://study.example/ducksoup", "http://[::1]:8000"},
                "study.example",
                "ftp://study.example",
                "https://user:word@study.example/",
                "https://study.example/?key=1",
                "https://study.example/#top",
                "https://study.example/a b");
        example(
                "members",
                "127.0.0.1:5701,127.0.0.1:5702",
                new String[] {"127.0.0.1:5701", "127.0.0.1:5702"},
                "lab1.example:5701",
                "lab1.example,lab2.example",
                "lab1.example:5701,lab1.example:5701",
                "lab1.example:5701,lab 2:5701");
        example("address", "lab1.example:5701", "lab1.example:5701", "lab1.example", ":5701", "lab1.example:0");
        example("name", "study-7", "study-7", "two words", "-a", "x".repeat(61));
        example(
                "url",
                "https://lab1.example:8100/ducksoup",
                "https://lab1.example:8100/ducksoup",
                "lab1.example",
                "wss://lab1.example",
                "https://lab1.example/");
        example("plaintext", "true", true, "yes", "1");
        example("certificateAuthority", "/etc/ca.pem", "/etc/ca.pem", "a\0b");
        example("leaseSeconds", "10", 10, "1", "61", "4 s");
        example(
                "secret",
                "a text of thirty-two characters!",
                "a text of thirty-two characters!",
                "a text of thirty-one characters",
                "x".repeat(501));
    }

    @TestFactory
    Stream<DynamicTest> everySettingHasItsDefault() {
        return eachSetting((setting, example) -> {
            Resolution resolution = Resolver.resolve(SomeInputs.none());
            assertThat(resolution.problems()).isEmpty();
            Resolution.Value value = resolution.values().get(setting);
            assertThat(value.origin()).isEqualTo(Origin.DEFAULT);
            assertThat(value.text()).isEqualTo(setting.fallback());
            assertThat(value.typed()).isNotEqualTo(example.typed());
        });
    }

    @TestFactory
    Stream<DynamicTest> everySettingHasAnEffectFromEverySource() {
        return eachSetting((setting, example) -> {
            for (Map.Entry<Origin.Kind, Inputs> source :
                    SomeInputs.from(setting, example.value()).entrySet()) {
                Resolution resolution = Resolver.resolve(source.getValue());
                assertThat(resolution.problems()).isEmpty();
                assertThat(resolution.warnings()).isEmpty();
                assertThat(resolution.value(setting)).isEqualTo(example.typed());
                assertThat(resolution.values().get(setting).origin().kind()).isEqualTo(source.getKey());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aWrongValueFromAnySourceIsOneSentence() {
        return eachSetting((setting, example) -> {
            for (String wrong : example.wrong()) {
                for (Map.Entry<Origin.Kind, Inputs> source :
                        SomeInputs.from(setting, wrong).entrySet()) {
                    List<String> problems = Resolver.resolve(source.getValue()).problems();
                    assertThat(problems)
                            .as("%s from %s", wrong, source.getKey())
                            .hasSize(1);
                    assertThat(problems.get(0)).contains("must").doesNotContain("\n");
                    if (setting.type().parse(wrong) == null) {
                        assertThat(problems.get(0))
                                .contains(setting.name())
                                .contains(setting.type().allowed())
                                .contains(SomeInputs.place(setting, source.getKey()));
                        assertThat(problems.get(0).contains(wrong)).isEqualTo(!setting.secret());
                    }
                }
            }
        });
    }

    @Test
    void everySettingHasAnExample() {
        assertThat(SettingsTable.ALL.stream().map(Setting::key).distinct())
                .containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
    }

    /** The file explains every key, with the default as the value that is commented out, and sets nothing. */
    @TestFactory
    Stream<DynamicTest> everyKeyIsInTheFileOfItsPid() {
        return eachSetting((setting, example) -> {
            String file = Files.readString(CONFIG.resolve(setting.pid() + ".cfg"));
            Matcher line = Pattern.compile("^#" + setting.key() + " = (.*)$", Pattern.MULTILINE)
                    .matcher(file);
            assertThat(line.find())
                    .as("#%s = in %s.cfg", setting.key(), setting.pid())
                    .isTrue();
            if (!setting.fallback().isEmpty()) {
                assertThat(line.group(1)).isEqualTo(setting.fallback());
            } else {
                assertThat(setting.type().parse(line.group(1))).isNotNull();
            }
            if (setting.variable() != null) {
                assertThat(file).contains(setting.variable());
            }
            if (setting.laterVariable() != null) {
                assertThat(file).contains(setting.laterVariable());
            }
        });
    }

    @Test
    void theFilesHaveNothingElseAndSetNothing() throws IOException {
        for (String pid : SettingsTable.PIDS) {
            List<String> keys = new ArrayList<>();
            for (String line : Files.readAllLines(CONFIG.resolve(pid + ".cfg"))) {
                assertThat(line.isEmpty() || line.startsWith("#")).as(line).isTrue();
                Matcher key = Pattern.compile("#(\\w+) = .*").matcher(line);
                if (key.matches()) {
                    keys.add(key.group(1));
                }
            }
            assertThat(keys)
                    .containsExactlyInAnyOrderElementsOf(SettingsTable.ALL.stream()
                            .filter(setting -> setting.pid().equals(pid))
                            .map(Setting::key)
                            .toList());
        }
    }

    @Test
    void theYamlFilesSayTheDefaults() throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, String> places = new TreeMap<>();
        for (String file : List.of("sfu.yml", "server.yml")) {
            places.putAll(YamlPlaces.parse(file, Files.readString(CONFIG.resolve(file)), problems));
        }
        Map<String, String> defaults = new TreeMap<>();
        SettingsTable.ALL.stream()
                .filter(setting -> setting.yaml() != null)
                .forEach(setting -> defaults.put(setting.yaml(), setting.fallback()));
        assertThat(problems).isEmpty();
        assertThat(places).isEqualTo(defaults);
    }

    @Test
    void theExampleOfDotEnvNamesOnlyKnownVariables() throws IOException {
        List<String> lines = Files.readAllLines(CONFIG.resolve("env.example")).stream()
                .filter(line -> line.startsWith("#DUCKSOUP_"))
                .map(line -> line.substring(1))
                .toList();
        List<String> problems = new ArrayList<>();
        Map<String, String> environment = new TreeMap<>(DotEnv.parse(lines, problems));
        Resolution resolution = Resolver.resolve(SomeInputs.environment(environment));
        assertThat(lines).isNotEmpty();
        assertThat(problems).isEmpty();
        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.warnings()).isEmpty();
    }

    private interface Check {
        void run(Setting setting, Example example) throws IOException;
    }

    private static Stream<DynamicTest> eachSetting(Check check) {
        return SettingsTable.ALL.stream()
                .map(setting ->
                        DynamicTest.dynamicTest(setting.name(), () -> check.run(setting, EXAMPLES.get(setting.key()))));
    }
}
