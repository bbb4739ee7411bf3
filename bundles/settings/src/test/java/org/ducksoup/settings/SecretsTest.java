package org.ducksoup.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Resolver;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.table.SomeInputs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

/** What ConfigAdmin stores has no secrets; what components get has them. */
@SuppressWarnings("JdkObsolete") // OSGi's contract has these types
class SecretsTest {
    private static final String TOKEN = "a token of more than thirty-two characters";
    private static final Resolution RESOLUTION = Resolver.resolve(SomeInputs.environment(
            Map.of("DUCKSOUP_API_TOKEN", TOKEN, "DUCKSOUP_TEST_PASSWORD", "s3cret", "DUCKSOUP_PORT", "8123")));

    private static Map<String, Map<String, Object>> concealed(Secrets secrets) {
        return secrets.conceal(RESOLUTION, PidConfigurations.of(RESOLUTION, SomeInputs.LAUNCH));
    }

    /** @param to the service of a component, or null for the console */
    private static Dictionary<String, Object> delivered(
            Secrets secrets, @Nullable ServiceReference<?> to, Map<String, Object> stored) {
        Dictionary<String, Object> properties = new Hashtable<>(stored);
        secrets.modifyConfiguration(to, properties);
        return properties;
    }

    private static ServiceReference<?> component() {
        return (ServiceReference<?>) Proxy.newProxyInstance(
                SecretsTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class}, (proxy, method, given) -> {
                    throw new AssertionError("nobody asks about the component: " + method);
                });
    }

    @Test
    void theStoreHasPlaceholders() {
        Secrets secrets = new Secrets(new byte[32]);
        Map<String, Map<String, Object>> stored = concealed(secrets);
        assertThat(stored.toString()).doesNotContain(TOKEN, "s3cret");
        Map<String, Object> web = stored.get(SettingsTable.WEB);
        assertThat((String) web.get("apiToken")).matches("masked-[0-9a-f]{64}");
        assertThat(web).containsEntry("port", 8123);
        assertThat(stored.get(SettingsTable.SFU)).as("not set").containsEntry("turnSecret", "");
        Dictionary<String, Object> properties = delivered(secrets, component(), web);
        assertThat(properties.get("apiToken")).isEqualTo(TOKEN);
        assertThat(properties.get("testPassword")).isEqualTo("s3cret");
        assertThat(properties.get("port")).isEqualTo(8123);
        assertThat(delivered(secrets, null, web)).as("what config:list prints").isEqualTo(new Hashtable<>(web));
    }

    /** Otherwise an update of this bundle would restart the components with secrets. */
    @Test
    void thePlaceholderOfASecretStays(@TempDir File directory) throws Exception {
        File file = new File(directory, "key");
        Object first = token(PlaceholderKey.of(file));
        assertThat(token(PlaceholderKey.of(file))).isEqualTo(first);
        assertThat(token(PlaceholderKey.of(null))).isNotEqualTo(first);
    }

    private static Object token(byte[] key) {
        return concealed(new Secrets(key)).get(SettingsTable.WEB).get("apiToken");
    }

    @Test
    void onlyConfigurationsWithSecretsAreChanged() {
        assertThat(Secrets.pids())
                .containsExactlyInAnyOrder(
                        SettingsTable.WEB,
                        SettingsTable.SIGNALING,
                        SettingsTable.SFU,
                        SettingsTable.WEBHOOKS,
                        SettingsTable.CLUSTER);
    }
}
