package org.ducksoup.settings;

import java.io.IOException;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import org.ducksoup.settings.table.SettingsTable;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Brings ConfigAdmin into the wanted state. Configurations that are already right are not touched. */
final class ConfigurationWriter {
    /**
     * This value changes with every round. The event of its configuration therefore shows that all earlier events were
     * delivered.
     */
    static final String MARKER_PID = SettingsTable.PREFIX + "settings";

    /** The location is open to any bundle. */
    private static final String ANY_BUNDLE = "?";

    private final ConfigurationAdmin configAdmin;

    ConfigurationWriter(ConfigurationAdmin configAdmin) {
        this.configAdmin = configAdmin;
    }

    /** Keeps only the given PIDs below ours: a configuration that an older version left behind would only confuse. */
    void write(Map<String, Map<String, Object>> wanted) throws IOException {
        for (Configuration configuration : ours()) {
            if (!wanted.containsKey(configuration.getPid())
                    && !MARKER_PID.equals(configuration.getPid())
                    && configuration.getFactoryPid() == null) {
                configuration.delete();
            }
        }
        for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
            Configuration configuration = configAdmin.getConfiguration(entry.getKey(), ANY_BUNDLE);
            if (differs(configuration.getProperties(), entry.getValue())) {
                configuration.update(FrameworkUtil.asDictionary(entry.getValue()));
            }
        }
    }

    /** Ends a round. ConfigAdmin delivers its events in order, on one thread. */
    void mark(String revision) throws IOException {
        configAdmin
                .getConfiguration(MARKER_PID, ANY_BUNDLE)
                .update(FrameworkUtil.asDictionary(Map.of("revision", revision)));
    }

    /** Delivers another bundle's configuration once more, through the configuration plug-ins. */
    void redeliver(String pid) throws IOException {
        Configuration configuration = configAdmin.getConfiguration(pid, ANY_BUNDLE);
        if (configuration.getProperties() == null) {
            configuration.update(FrameworkUtil.asDictionary(Map.of()));
        } else {
            configuration.update();
        }
    }

    private Configuration[] ours() throws IOException {
        try {
            Configuration[] found =
                    configAdmin.listConfigurations("(" + Constants.SERVICE_PID + "=" + SettingsTable.PREFIX + "*)");
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean differs(@Nullable Dictionary<String, Object> present, Map<String, Object> wanted) {
        if (present == null || present.size() != wanted.size() + 1) { // service.pid is always present
            return true;
        }
        return !wanted.entrySet().stream().allMatch(entry -> same(entry.getValue(), present.get(entry.getKey())));
    }

    private static boolean same(Object wanted, @Nullable Object present) {
        if (wanted instanceof String[] texts) {
            return present instanceof String[] others && Arrays.equals(texts, others);
        }
        return wanted.equals(present);
    }
}
