package org.ducksoup.settings;

import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.parts.HmacSha256;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Keeps secrets out of ConfigAdmin, whose store is on the disk, and whose content {@code config:list} prints. The store
 * has a placeholder for each secret, and components get the secret in its place.
 *
 * <p>Nobody can guess a placeholder, so that a component that is given one, because no such plug-in is there, admits
 * nobody. The same secret has the same placeholder for as long as the key lives, so that an update of this bundle
 * changes no configuration.
 */
final class Secrets implements ConfigurationPlugin {
    private final HmacSha256 key;
    /** From placeholders to secrets. Earlier ones stay: a component may be reading its old configuration. */
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    /** @param key of the placeholders, at least 16 random bytes */
    Secrets(byte[] key) {
        this.key = new HmacSha256(key);
    }

    /**
     * Puts placeholders into configurations, and remembers what they stand for.
     *
     * @param configurations keys and values by PID
     * @return a copy
     */
    Map<String, Map<String, Object>> conceal(Resolution resolution, Map<String, Map<String, Object>> configurations) {
        Map<String, Map<String, Object>> concealed = new TreeMap<>();
        configurations.forEach((pid, values) -> concealed.put(pid, new TreeMap<>(values)));
        for (Setting setting : SettingsTable.ALL) {
            Map<String, Object> values = concealed.get(setting.pid());
            if (setting.secret() && values != null && !resolution.text(setting).isEmpty()) {
                String secret = resolution.text(setting);
                String placeholder = placeholder(setting, secret);
                secrets.put(placeholder, secret);
                values.put(setting.key(), placeholder);
            }
        }
        return concealed;
    }

    private String placeholder(Setting setting, String secret) {
        return "masked-" + key.hex(setting.pid() + '\n' + setting.key() + '\n' + secret);
    }

    /** The configurations that have secrets. */
    static String[] pids() {
        return SettingsTable.ALL.stream()
                .filter(Setting::secret)
                .map(Setting::pid)
                .distinct()
                .toArray(String[]::new);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // OSGi's contract has this type
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        if (reference == null) {
            return; // the console asks, and no component
        }
        for (var keys = properties.keys(); keys.hasMoreElements(); ) {
            String name = keys.nextElement();
            if (properties.get(name) instanceof String text) {
                String secret = secrets.get(text);
                if (secret != null) {
                    properties.put(name, secret);
                }
            }
        }
    }
}
