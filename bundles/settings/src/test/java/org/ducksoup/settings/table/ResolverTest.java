package org.ducksoup.settings.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.operation.SettingInEffect;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("DUCKSOUP_PORT", "1001");
    private static final Map<String, String> DOT_ENV = Map.of("DUCKSOUP_PORT", "1002");
    private static final Map<String, Map<String, String>> ETC =
            Map.of(SettingsTable.WEB, Map.of("port", "1003"), SettingsTable.SFU, Map.of("mtu", "1003"));
    private static final Map<String, String> YAML = Map.of("sfu.yml:common.mtu", "1004");

    @Test
    void theEnvironmentWinsThenDotEnvThenEtcThenYamlThenTheDefault() {
        assertThat(resolve(ENVIRONMENT, DOT_ENV, ETC, YAML).value(SettingsTable.PORT))
                .isEqualTo(1001);
        assertThat(resolve(Map.of(), DOT_ENV, ETC, YAML).value(SettingsTable.PORT))
                .isEqualTo(1002);
        assertThat(resolve(Map.of(), Map.of(), ETC, YAML).value(SettingsTable.PORT))
                .isEqualTo(1003);
        assertThat(resolve(Map.of(), Map.of(), Map.of(), YAML).value(SettingsTable.PORT))
                .isEqualTo(8100);
        assertThat(resolve(Map.of(), Map.of(), ETC, YAML).value(SettingsTable.MTU))
                .isEqualTo(1003);
        assertThat(resolve(Map.of(), Map.of(), Map.of(), YAML).value(SettingsTable.MTU))
                .isEqualTo(1004);
    }

    @Test
    void anEmptyValueCountsAsNotSet() {
        Resolution resolution = resolve(Map.of("DUCKSOUP_PORT", " "), Map.of(), ETC, Map.of());
        assertThat(resolution.value(SettingsTable.PORT)).isEqualTo(1003);
    }

    @Test
    void spacesAroundAValueDoNotCount() {
        assertThat(resolve(Map.of("DUCKSOUP_PORT", " 80 "), Map.of(), Map.of(), Map.of())
                        .value(SettingsTable.PORT))
                .isEqualTo(80);
    }

    @Test
    void developmentHasDefaultsOfItsOwn() {
        Setting logStdout = SettingsTable.find(SettingsTable.STATS, "logStdout");
        assertThat(environment("DUCKSOUP_MODE", "DEV").value(logStdout)).isEqualTo(true);
        assertThat(environment("DUCKSOUP_MODE", "FRONT_BUILD").value(logStdout)).isEqualTo(false);
        assertThat(Resolver.resolve(
                                SomeInputs.environment(Map.of("DUCKSOUP_MODE", "DEV", "DUCKSOUP_LOG_STDOUT", "false")))
                        .value(logStdout))
                .isEqualTo(false);
    }

    @Test
    void allWrongValuesAreListedAtOnce() {
        Resolution resolution = resolve(
                Map.of("DUCKSOUP_PORT", "x", "DUCKSOUP_LOG_LEVEL", "9"),
                Map.of(),
                Map.of(SettingsTable.SIGNALING, Map.of("maxSize", "0")),
                Map.of());
        assertThat(resolution.problems())
                .containsExactlyInAnyOrder(
                        "DUCKSOUP_PORT is \"x\" (environment variable DUCKSOUP_PORT), but it must be a whole number"
                                + " from 1 to 65535.",
                        "DUCKSOUP_LOG_LEVEL is \"9\" (environment variable DUCKSOUP_LOG_LEVEL), but it must be a whole"
                                + " number from 0 to 4.",
                        "org.ducksoup.signaling maxSize is \"0\" (etc/org.ducksoup.signaling.cfg), but it must be a whole number"
                                + " from 1 to 100.");
    }

    @Test
    void bitratesThatDoNotAscendAreWrong() {
        Resolution resolution = resolve(Map.of(), Map.of(), Map.of(), Map.of("sfu.yml:audio.minBitrate", "50000"));
        assertThat(resolution.problems())
                .containsExactly("Of the audio bitrates in org.ducksoup.sfu, 50000 (config/sfu.yml) is above 48000"
                        + " (default), but min, default and max must ascend.");
    }

    @Test
    void aFileThatCannotBeUnderstoodStopsTheStart() {
        Inputs inputs = new Inputs(
                Map.of(), Map.of(), Map.of(), Map.of(), List.of("config/sfu.yml is not YAML."), SomeInputs.LAUNCH);
        assertThat(Resolver.resolve(inputs).problems()).containsExactly("config/sfu.yml is not YAML.");
    }

    @Test
    void unknownNamesAreWarningsWithTheNearestKnownOne() {
        Resolution resolution = resolve(
                Map.of("DUCKSOUP_PROT", "1", "DUCKSOUP_HEAP", "1g", "PATH", "/bin"),
                Map.of(),
                Map.of(SettingsTable.WEB, Map.of("testLogni", "x"), "org.ducksoup.wbe", Map.of("port", "1")),
                Map.of("sfu.yml:audio.minBitrat", "1"));
        String end = " is unknown and has no effect; the nearest known one is ";
        assertThat(resolution.problems()).isEmpty();
        assertThat(resolution.warnings())
                .containsExactly(
                        "The variable DUCKSOUP_PROT" + end + "DUCKSOUP_PORT.",
                        "The file etc/org.ducksoup.wbe.cfg" + end + "org.ducksoup.web.",
                        "The key testLogni in etc/org.ducksoup.web.cfg" + end + "testLogin.",
                        "The key sfu.yml:audio.minBitrat in config" + end + "sfu.yml:audio.minBitrate.");
    }

    @Test
    void theLaterNameOfAVariableCountsWhereTheFirstSaysNothing() {
        Map<String, String> later = Map.of("DUCKSOUP_STUN_SERVER_URLS", "stun:later.example");
        Resolution resolution = resolve(later, Map.of(), Map.of(), Map.of());
        assertThat(resolution.warnings()).isEmpty();
        assertThat((String[]) resolution.value(SettingsTable.ICE_SERVERS)).containsExactly("stun:later.example");
        assertThat(resolution.values().get(SettingsTable.ICE_SERVERS).origin().place())
                .contains("DUCKSOUP_STUN_SERVER_URLS");
        Resolution both = resolve(
                Map.of("DUCKSOUP_STUN_SERVER_URLS", "stun:later.example", "DUCKSOUP_ICE_SERVERS", "false"),
                Map.of(),
                Map.of(),
                Map.of());
        assertThat((String[]) both.value(SettingsTable.ICE_SERVERS)).isEmpty();
    }

    @Test
    void aTurnServerWithoutASecretIsRefused() {
        assertThat(environment("DUCKSOUP_TURN_ADDRESS", "turn.example").problems())
                .singleElement()
                .asString()
                .contains("DUCKSOUP_TURN_ADDRESS", "turn.example", "DUCKSOUP_TURN_SECRET", "static-auth-secret");
        assertThat(environment("DUCKSOUP_WEBHOOK_URLS", "https://study.example").problems())
                .singleElement()
                .asString()
                .contains("https://study.example", "DUCKSOUP_WEBHOOK_SECRET is not set", "the receivers know");
    }

    @Test
    void aClusterNeedsAllThatItsServersAskOfEachOther() {
        String members = "lab1.example:5701,lab2.example:5701";
        assertThat(environment("DUCKSOUP_CLUSTER_MEMBERS", members).problems())
                .anySatisfy(problem -> assertThat(problem).contains("DUCKSOUP_CLUSTER_SECRET is not set"))
                .anySatisfy(problem -> assertThat(problem).contains("DUCKSOUP_CLUSTER_ADDRESS is not set"));
        Map<String, String> all = new HashMap<>(Map.of(
                "DUCKSOUP_CLUSTER_MEMBERS", members,
                "DUCKSOUP_CLUSTER_ADDRESS", "lab3.example:5701",
                "DUCKSOUP_CLUSTER_SECRET", "a text of thirty-two characters!",
                "DUCKSOUP_CLUSTER_URL", "https://lab3.example"));
        assertThat(Resolver.resolve(SomeInputs.environment(all)).problems())
                .singleElement()
                .asString()
                .contains("DUCKSOUP_CLUSTER_ADDRESS", "lab3.example:5701", "has no such server", members);
        all.put("DUCKSOUP_CLUSTER_ADDRESS", "lab1.example:5701");
        Resolution good = Resolver.resolve(SomeInputs.environment(all));
        assertThat(good.problems()).isEmpty();
        assertThat(good.clusterUrl()).isEqualTo("https://lab3.example");
        all.remove("DUCKSOUP_CLUSTER_URL");
        assertThat(Resolver.resolve(SomeInputs.environment(all)).problems())
                .singleElement()
                .asString()
                .contains(
                        "http://lab1.example:8100", "everybody in the network can read", "DUCKSOUP_CLUSTER_PLAINTEXT");
        all.put("DUCKSOUP_CLUSTER_PLAINTEXT", "true");
        Resolution open = Resolver.resolve(SomeInputs.environment(all));
        assertThat(open.problems()).isEmpty();
        assertThat(open.clusterUrl()).isEqualTo("http://lab1.example:8100");
    }

    @Test
    void anExplicitHostCandidateNeedsAnAddress() {
        assertThat(environment("DUCKSOUP_EXPLICIT_HOST_CANDIDATE", "true").problems())
                .singleElement()
                .asString()
                .contains("DUCKSOUP_EXPLICIT_HOST_CANDIDATE", "DUCKSOUP_PUBLIC_IP is not set");
    }

    @Test
    void certificateAndKeyAreThereTogether() {
        assertThat(environment("DUCKSOUP_CERT", "c.pem").problems())
                .singleElement()
                .asString()
                .contains("DUCKSOUP_CERT", "c.pem", "DUCKSOUP_KEY is not set");
        assertThat(environment("DUCKSOUP_KEY", "k.pem").problems())
                .singleElement()
                .asString()
                .contains("DUCKSOUP_KEY", "k.pem", "DUCKSOUP_CERT is not set");
    }

    @Test
    void theTableMasksSecretsAndNamesTheSource() {
        List<String> lines = EffectiveTable.lines(environment("DUCKSOUP_TEST_PASSWORD", "s3cret"));
        assertThat(lines).hasSameSizeAs(SettingsTable.ALL);
        assertThat(lines).noneMatch(line -> line.contains("s3cret"));
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("DUCKSOUP_TEST_PASSWORD ")
                .contains("********")
                .endsWith("(environment variable DUCKSOUP_TEST_PASSWORD)"));
    }

    @Test
    void theConsoleGetsValuesAndOrigins() {
        Resolution resolution = resolve(
                Map.of("DUCKSOUP_TEST_PASSWORD", "s3cret"),
                Map.of(),
                Map.of(
                        SettingsTable.EFFECTS,
                        Map.of("softer", "volume volume=0.5"),
                        SettingsTable.SFU,
                        Map.of("mtu", "1100")),
                Map.of());
        List<SettingInEffect> settings = EffectiveTable.settings(resolution);
        assertThat(settings)
                .hasSize(SettingsTable.ALL.size() + 1)
                .isSortedAccordingTo(Comparator.comparing(SettingInEffect::pid))
                .contains(
                        new SettingInEffect(
                                SettingsTable.WEB,
                                "testPassword",
                                "DUCKSOUP_TEST_PASSWORD",
                                SettingInEffect.MASKED,
                                false,
                                "environment variable DUCKSOUP_TEST_PASSWORD"),
                        new SettingInEffect(SettingsTable.WEB, "apiToken", "DUCKSOUP_API_TOKEN", "", true, "default"),
                        new SettingInEffect(SettingsTable.WEB, "port", "DUCKSOUP_PORT", "8100", true, "default"),
                        new SettingInEffect(SettingsTable.SFU, "mtu", null, "1100", false, "etc/org.ducksoup.sfu.cfg"),
                        new SettingInEffect(
                                SettingsTable.EFFECTS,
                                "softer",
                                null,
                                "volume volume=0.5",
                                false,
                                "etc/org.ducksoup.effects.cfg"));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    private static Resolution environment(String variable, String value) {
        return Resolver.resolve(SomeInputs.environment(Map.of(variable, value)));
    }

    private static Resolution resolve(
            Map<String, String> environment,
            Map<String, String> dotEnv,
            Map<String, Map<String, String>> etc,
            Map<String, String> yaml) {
        return Resolver.resolve(new Inputs(environment, dotEnv, etc, yaml, List.of(), SomeInputs.LAUNCH));
    }
}
