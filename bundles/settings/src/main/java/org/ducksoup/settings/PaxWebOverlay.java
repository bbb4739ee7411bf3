package org.ducksoup.settings;

import java.util.Dictionary;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Replaces port and address in Pax Web's own configuration on its way to Pax Web. Only the shipped file, in which
 * nothing listens, is stored. A port of an earlier start is therefore never opened again after a crash.
 */
final class PaxWebOverlay implements ConfigurationPlugin {
    static final String PID = "org.ops4j.pax.web";

    private volatile Map<String, Object> overlay = Map.of();

    void set(Map<String, Object> values) {
        overlay = Map.copyOf(values);
    }

    Map<String, Object> values() {
        return overlay;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // OSGi's contract has this type
    public void modifyConfiguration(@Nullable ServiceReference<?> reference, Dictionary<String, Object> properties) {
        overlay.forEach((key, value) -> {
            // The console asks without a reference, and prints what it gets.
            if (reference != null || !key.endsWith("password")) {
                properties.put(key, value);
            }
        });
    }
}
