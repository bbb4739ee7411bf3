package org.ducksoup.settings.table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the settings of a cluster need of each other. */
final class ClusterChecks {
    private final Map<Setting, Resolution.Value> values;
    private final List<String> problems;

    /** @param problems gets a sentence for each */
    ClusterChecks(Map<Setting, Resolution.Value> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    void check() {
        Resolution.Value members = values.get(SettingsTable.CLUSTER_MEMBERS);
        if (members == null || members.text().isEmpty()) {
            return;
        }
        need(SettingsTable.CLUSTER_SECRET, members, "the secret that all servers of the cluster have");
        need(
                SettingsTable.CLUSTER_ADDRESS,
                members,
                "the one of its addresses that is this server's own, by which the others reach it");
        List<String> all = Arrays.asList((String[]) members.typed());
        String own = text(SettingsTable.CLUSTER_ADDRESS);
        if (!own.isEmpty() && !all.contains(own)) {
            problems.add("%s is \"%s\" (%s), but %s has no such server: %s. Both must be written in the same way."
                    .formatted(
                            SettingsTable.CLUSTER_ADDRESS.name(),
                            own,
                            place(SettingsTable.CLUSTER_ADDRESS),
                            SettingsTable.CLUSTER_MEMBERS.name(),
                            members.text()));
        }
        checkUrl(own);
    }

    private void need(Setting setting, Resolution.Value members, String what) {
        Resolution.Value value = values.get(setting);
        if (value != null && value.text().isEmpty()) {
            problems.add("%s is \"%s\" (%s), but %s is not set; it must be %s."
                    .formatted(
                            SettingsTable.CLUSTER_MEMBERS.name(),
                            members.text(),
                            members.origin().place(),
                            setting.name(),
                            what));
        }
    }

    private void checkUrl(String own) {
        String url = text(SettingsTable.CLUSTER_URL).isEmpty()
                ? url(
                        !text(SettingsTable.TLS_CERTIFICATE).isEmpty(),
                        own,
                        text(SettingsTable.PORT),
                        text(SettingsTable.WEB_PREFIX))
                : text(SettingsTable.CLUSTER_URL);
        Resolution.Value plaintext = values.get(SettingsTable.CLUSTER_PLAINTEXT);
        boolean allowed = plaintext != null && plaintext.typed().equals(true);
        if (url.startsWith("http:") && !allowed && !url.matches("http://(127\\.[0-9.]+|localhost|\\[::1])(:.*|/.*)?")) {
            problems.add(
                    ("Other servers would pass participants on to %s, where everybody in the network can read what they say to"
                                    + " the server; set %s and %s, or %s to an https address, or %s = true if nobody else is in that"
                                    + " network.")
                            .formatted(
                                    url,
                                    SettingsTable.TLS_CERTIFICATE.name(),
                                    SettingsTable.TLS_KEY.name(),
                                    SettingsTable.CLUSTER_URL.name(),
                                    SettingsTable.CLUSTER_PLAINTEXT.name()));
        }
    }

    private String text(Setting setting) {
        Resolution.Value value = values.get(setting);
        return value == null ? "" : value.text();
    }

    private @Nullable String place(Setting setting) {
        Resolution.Value value = values.get(setting);
        return value == null ? null : value.origin().place();
    }

    /** Where a server is reached that does not say it: on its address in the cluster. */
    static String url(boolean secure, String address, String port, String prefix) {
        int colon = address.lastIndexOf(':');
        return (secure ? "https://" : "http://") + (colon < 0 ? address : address.substring(0, colon)) + ":" + port
                + prefix;
    }
}
