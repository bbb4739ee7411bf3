package org.ducksoup.settings.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.operation.SettingInEffect;

/** The settings in effect, as the log shows them at the start, and the console at any time. */
public final class EffectiveTable {
    private EffectiveTable() {}

    /** One line per setting of the table; secrets masked. */
    public static List<String> lines(Resolution resolution) {
        return ofTable(resolution).stream().map(EffectiveTable::line).toList();
    }

    private static String line(SettingInEffect setting) {
        String variable = setting.variable();
        return "%-46s = %-30s (%s)"
                .formatted(
                        variable == null ? setting.pid() + " " + setting.key() : variable,
                        setting.value().isEmpty() ? "(none)" : setting.value(),
                        setting.origin());
    }

    /** The settings of the table, and the effects that operators have named; secrets masked. */
    public static List<SettingInEffect> settings(Resolution resolution) {
        List<SettingInEffect> settings = new ArrayList<>(ofTable(resolution));
        resolution.effects().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(effect -> new SettingInEffect(
                        SettingsTable.EFFECTS,
                        effect.getKey(),
                        null,
                        effect.getValue(),
                        false,
                        Origin.etc(SettingsTable.EFFECTS).place()))
                .forEach(settings::add);
        settings.sort(Comparator.comparing(SettingInEffect::pid));
        return List.copyOf(settings);
    }

    private static List<SettingInEffect> ofTable(Resolution resolution) {
        List<SettingInEffect> settings = new ArrayList<>();
        for (Setting setting : SettingsTable.ALL) {
            Resolution.Value value = resolution.values().get(setting);
            if (value != null) {
                boolean masked = setting.secret() && !value.text().isEmpty();
                settings.add(new SettingInEffect(
                        setting.pid(),
                        setting.key(),
                        setting.variable(),
                        masked ? SettingInEffect.MASKED : value.text(),
                        value.origin().kind() == Origin.Kind.DEFAULT,
                        value.origin().place()));
            }
        }
        return settings;
    }
}
