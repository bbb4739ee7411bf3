package org.ducksoup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.settings.table.EffectiveTable;
import org.ducksoup.settings.table.Inputs;
import org.ducksoup.settings.table.Origin;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Resolver;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.table.SomeInputs;
import org.ducksoup.settings.tls.TlsKeyStore;
import org.junit.jupiter.api.Test;

class PidConfigurationsTest {

    @Test
    void everyPidHasItsSettings() {
        Map<String, Map<String, Object>> pids = of(Map.of());
        assertThat(pids.keySet()).isEqualTo(SettingsTable.PIDS);
        SettingsTable.ALL.forEach(setting -> assertThat(pids.get(setting.pid())).containsKey(setting.key()));
    }

    @Test
    void outsideDevelopmentOnlyTheListedOriginsAreAllowed() {
        assertThat(origins(Map.of())).isEmpty();
        assertThat(origins(Map.of("DUCKSOUP_ALLOWED_WS_ORIGINS", "https://a.example")))
                .containsExactly("https://a.example");
    }

    @Test
    void developmentAddsTheServerItselfAndSomeOnLocalhost() {
        assertThat(origins(Map.of(
                        "DUCKSOUP_MODE", "DEV",
                        "DUCKSOUP_PORT", "8123",
                        "DUCKSOUP_ALLOWED_WS_ORIGINS", "https://a.example")))
                .startsWith("https://a.example", "http://localhost:8123", "http://127.0.0.1:8123")
                .contains("http://localhost:8080", "http://localhost:8000", "http://localhost:3000")
                .doesNotHaveDuplicates();
        assertThat(origins(Map.of("DUCKSOUP_MODE", "DEV", "DUCKSOUP_PORT", "80")))
                .contains("http://localhost");
    }

    @Test
    void mediaIsCarriedOnLoopbackInDevelopmentAndWhenBoundToLoopback() {
        assertThat(of(Map.of()).get(SettingsTable.TRANSPORT)).containsEntry("loopback", false);
        assertThat(of(Map.of("DUCKSOUP_MODE", "DEV")).get(SettingsTable.TRANSPORT))
                .containsEntry("loopback", true);
        assertThat(of(Map.of("DUCKSOUP_BIND_ADDRESS", "::1")).get(SettingsTable.TRANSPORT))
                .containsEntry("loopback", true);
    }

    @Test
    void privateAddressesAreOfferedWhenAskedForAndInDevelopment() {
        assertThat(of(Map.of()).get(SettingsTable.TRANSPORT)).containsEntry("privateAddresses", false);
        assertThat(of(Map.of("DUCKSOUP_PRIVATE_ADDRESSES", "true")).get(SettingsTable.TRANSPORT))
                .containsEntry("privateAddresses", true);
        assertThat(of(Map.of("DUCKSOUP_MODE", "DEV")).get(SettingsTable.TRANSPORT))
                .containsEntry("privateAddresses", true);
        // Behind a proxy on the same machine.
        assertThat(of(Map.of("DUCKSOUP_BIND_ADDRESS", "127.0.0.1")).get(SettingsTable.TRANSPORT))
                .containsEntry("privateAddresses", false);
    }

    @Test
    void picturesAreDecodedUpToTheLongestSideThatMayBeAskedFor() {
        assertThat(of(Map.of()).get(SettingsTable.GSTREAMER)).containsEntry("maxPictureSide", 3840);
    }

    @Test
    void relativePathsBelongToTheDirectoryTheServerWasStartedFrom() {
        Map<String, Map<String, Object>> pids = of(Map.of("DUCKSOUP_LOG_FILE", "log/duck.log"));
        assertThat(pids.get(SettingsTable.SFU)).containsEntry("dataDirectory", "/launch/data");
        assertThat(pids.get(SettingsTable.STATS)).containsEntry("logFile", "/launch/log/duck.log");
        assertThat(of(Map.of("DUCKSOUP_DATA_DIR", "/srv/duck")).get(SettingsTable.SFU))
                .containsEntry("dataDirectory", "/srv/duck");
        assertThat(of(Map.of()).get(SettingsTable.STATS)).containsEntry("logFile", "");
        assertThat(of(Map.of("DUCKSOUP_FRONT_DIR", "front")).get(SettingsTable.WEB))
                .containsEntry("frontDirectory", "/launch/front");
        assertThat(of(Map.of("DUCKSOUP_PLANS_DIR", "plans")).get(SettingsTable.PLAN))
                .containsEntry("plansDirectory", "/launch/plans")
                .containsEntry("stateDirectory", "/launch/plan-state");
    }

    /** Estimating by delay needs the reports, also if they are switched off. */
    @Test
    void theEstimatorFollowsFromGccAndTheReportsFromTheEstimator() {
        assertEstimator(Map.of(), "loss", false);
        assertEstimator(Map.of("DUCKSOUP_GCC", "true"), "gcc", true);
        assertEstimator(Map.of("DUCKSOUP_GENERATE_TWCC", "true"), "loss", true);
    }

    private static void assertEstimator(Map<String, String> environment, String estimator, boolean reports) {
        Map<String, Map<String, Object>> pids = of(environment);
        assertThat(pids.get(SettingsTable.SFU)).containsEntry("estimator", estimator);
        assertThat(pids.get(SettingsTable.TRANSPORT)).containsEntry("transportWide", reports);
    }

    @Test
    void secretsAreNeverShown() {
        String secret = "a secret of thirty-two characters";
        Resolution resolution = Resolver.resolve(SomeInputs.environment(Map.of(
                "DUCKSOUP_JOIN_TOKEN_SECRET", secret,
                "DUCKSOUP_TURN_ADDRESS", "turn.example",
                "DUCKSOUP_TURN_SECRET", secret,
                "DUCKSOUP_TEST_PASSWORD", secret)));
        assertThat(resolution.problems()).isEmpty();
        assertThat(String.join("\n", EffectiveTable.lines(resolution)))
                .doesNotContain(secret)
                .containsPattern("DUCKSOUP_JOIN_TOKEN_SECRET +=.*\\*\\*\\*");
    }

    @Test
    void signalingAndTransportShareWhatBothNeed() {
        Map<String, Map<String, Object>> pids = of(Map.of("DUCKSOUP_ICE_SERVERS", "false"));
        assertThat((String[]) pids.get(SettingsTable.SFU).get("iceServers")).isEmpty();
        assertThat((String[]) pids.get(SettingsTable.TRANSPORT).get("iceServers"))
                .isEmpty();
    }

    /**
     * A change of transport's configuration ends running interactions. The documentation of each such key must say so.
     */
    @Test
    void ofTheSettingsOfInteractionsOnlyFourChangeTransportsToo() {
        Map<String, Object> usual = of(Map.of()).get(SettingsTable.TRANSPORT);
        Map<String, String> others = Map.of(
                "estimator", "gcc", "gcc", "true", "effectLost", "pass", "forceOverlay", "true", "noRecording", "true");
        List<String> changing = new ArrayList<>();
        for (Setting setting : SettingsTable.ALL) {
            if (setting.pid().equals(SettingsTable.SFU)) {
                String value = others.getOrDefault(setting.key(), "20000");
                Inputs inputs = SomeInputs.from(setting, value).get(Origin.Kind.ETC);
                Map<String, Object> transport = PidConfigurations.of(Resolver.resolve(inputs), SomeInputs.LAUNCH)
                        .get(SettingsTable.TRANSPORT);
                transport.put("iceServers", usual.get("iceServers"));
                if (!transport.equals(usual)) {
                    changing.add(setting.key());
                }
            }
        }
        assertThat(changing).containsExactlyInAnyOrder("audioMaxBitrate", "videoMaxBitrate", "gcc", "estimator");
    }

    @Test
    void paxWebListensWhereTheWebBundleExpectsIt() {
        Resolution resolution = Resolver.resolve(
                SomeInputs.environment(Map.of("DUCKSOUP_PORT", "81", "DUCKSOUP_BIND_ADDRESS", "127.0.0.1")));
        assertThat(PidConfigurations.paxWeb(resolution, KEY_STORE))
                .containsEntry("org.osgi.service.http.enabled", "true")
                .containsEntry("org.osgi.service.http.secure.enabled", "false")
                .containsEntry("org.osgi.service.http.port", "81")
                .containsEntry("org.ops4j.pax.web.listening.addresses", "127.0.0.1");
        assertThat(PidConfigurations.of(resolution, SomeInputs.LAUNCH).get(SettingsTable.WEB))
                .containsEntry(
                        "webContainer.target",
                        "(&(org.osgi.service.http.enabled=true)(org.osgi.service.http.port=81)"
                                + "(org.ops4j.pax.web.listening.addresses=127.0.0.1))");
    }

    @Test
    void withACertificateNothingListensInPlain() {
        Map<String, String> environment = Map.of(
                "DUCKSOUP_MODE", "DEV", "DUCKSOUP_PORT", "81", "DUCKSOUP_CERT", "c.pem", "DUCKSOUP_KEY", "k.pem");
        Resolution resolution = Resolver.resolve(SomeInputs.environment(environment));
        Map<String, Object> paxWeb = PidConfigurations.paxWeb(resolution, KEY_STORE);
        assertThat(paxWeb)
                .containsEntry("org.osgi.service.http.enabled", "false")
                .containsEntry("org.osgi.service.http.secure.enabled", "true")
                .containsEntry("org.osgi.service.http.port.secure", "81")
                .containsEntry(
                        "org.ops4j.pax.web.ssl.keystore", KEY_STORE.file().toString())
                .containsEntry("org.ops4j.pax.web.ssl.keystore.password", KEY_STORE.password())
                .doesNotContainKey("org.osgi.service.http.port");
        assertThat(PidConfigurations.paxWebPort(paxWeb)).isEqualTo("81");
        assertThat(of(environment).get(SettingsTable.WEB))
                .containsEntry("secure", true)
                .containsEntry(
                        "webContainer.target",
                        "(&(org.osgi.service.http.secure.enabled=true)(org.osgi.service.http.port.secure=81)"
                                + "(org.ops4j.pax.web.listening.addresses=0.0.0.0))");
        assertThat(origins(environment)).contains("https://localhost:81").doesNotContain("http://localhost:81");
    }

    private static final TlsKeyStore KEY_STORE = new TlsKeyStore(SomeInputs.LAUNCH);

    private static String[] origins(Map<String, String> environment) {
        return (String[]) of(environment).get(SettingsTable.WEB).get("allowedOrigins");
    }

    private static Map<String, Map<String, Object>> of(Map<String, String> environment) {
        return PidConfigurations.of(Resolver.resolve(SomeInputs.environment(environment)), SomeInputs.LAUNCH);
    }
}
