package org.ducksoup.settings;

import java.util.Dictionary;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Lays port and address over Pax Web's own configuration on its way to Pax Web. What is stored, and survives a crash,
 * is only the shipped file, in which nothing listens: so a port of yesterday is never opened again.
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
    @SuppressWarnings("JdkObsolete") // the type of OSGi's contract
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        overlay.forEach(properties::put);
    }
}
