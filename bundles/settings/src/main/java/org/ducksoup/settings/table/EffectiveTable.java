package org.ducksoup.settings.table;

import java.util.ArrayList;
import java.util.List;

/** The settings in effect, as the log shows them at the start. */
public final class EffectiveTable {
    private EffectiveTable() {}

    /** One line per setting; secrets masked. */
    public static List<String> lines(Resolution resolution) {
        List<String> lines = new ArrayList<>();
        SettingsTable.ALL.forEach(setting -> {
            Resolution.Value value = resolution.values().get(setting);
            if (value != null) {
                lines.add("%-46s = %-30s (%s)"
                        .formatted(
                                setting.name(),
                                shown(setting, value),
                                value.origin().place()));
            }
        });
        return lines;
    }

    private static String shown(Setting setting, Resolution.Value value) {
        if (value.text().isEmpty()) {
            return "(none)";
        }
        return setting.secret() ? "********" : value.text();
    }
}
