package org.ducksoup.settings.table;

import java.util.List;
import java.util.Map;

/**
 * The result of resolving the inputs.
 *
 * @param values of every setting, in the order of the table; meaningless if there are problems
 * @param problems sentences; any of them stops the start
 * @param warnings sentences
 * @param pipelineTexts pieces of pipelines, by key
 * @param effects texts of effects, by the operator's name for them
 */
public record Resolution(
        Map<Setting, Value> values,
        List<String> problems,
        List<String> warnings,
        Map<String, String> pipelineTexts,
        Map<String, String> effects) {

    /**
     * The value of one setting.
     *
     * @param typed Boolean, Integer, String or String[]; never changed
     * @param text as it was written
     */
    public record Value(Object typed, String text, Origin origin) {}

    public Object value(Setting setting) {
        Value value = values.get(setting);
        if (value == null) {
            throw new IllegalArgumentException(setting.name() + " is not in the table");
        }
        return value.typed();
    }

    public String text(Setting setting) {
        return value(setting).toString();
    }

    /** Whether the web server speaks TLS. */
    public boolean isSecure() {
        return !text(SettingsTable.TLS_CERTIFICATE).isEmpty();
    }

    /** Where other servers of the cluster, and participants, reach this one. */
    public String clusterUrl() {
        String url = text(SettingsTable.CLUSTER_URL);
        return url.isEmpty()
                ? ClusterChecks.url(
                        isSecure(),
                        text(SettingsTable.CLUSTER_ADDRESS),
                        text(SettingsTable.PORT),
                        text(SettingsTable.WEB_PREFIX))
                : url;
    }

    public boolean isDevelopment() {
        return text(SettingsTable.MODE).equals("DEV");
    }
}
