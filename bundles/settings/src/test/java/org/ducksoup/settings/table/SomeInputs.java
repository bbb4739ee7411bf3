package org.ducksoup.settings.table;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Inputs with a single setting. */
public final class SomeInputs {
    public static final Path LAUNCH = Path.of("/launch");

    private SomeInputs() {}

    static Inputs none() {
        return environment(Map.of());
    }

    public static Inputs environment(Map<String, String> environment) {
        return new Inputs(environment, Map.of(), Map.of(), Map.of(), List.of(), LAUNCH);
    }

    /** Other settings that a setting requires. */
    private static final Map<Setting, Setting> COMPANIONS = Map.of(
            SettingsTable.TURN_ADDRESS, SettingsTable.TURN_SECRET,
            SettingsTable.WEBHOOK_URLS, SettingsTable.WEBHOOK_SECRET,
            SettingsTable.EXPLICIT_HOST_CANDIDATE, SettingsTable.PUBLIC_IP,
            SettingsTable.TLS_CERTIFICATE, SettingsTable.TLS_KEY,
            SettingsTable.TLS_KEY, SettingsTable.TLS_CERTIFICATE);

    private static String value(Setting companion) {
        return companion.equals(SettingsTable.WEBHOOK_SECRET) ? "a text of thirty-two characters!" : "192.0.2.7";
    }

    /** The setting from each of its sources, with only the settings that it requires. */
    public static Map<Origin.Kind, Inputs> from(Setting setting, String value) {
        Map<Origin.Kind, Inputs> inputs = new EnumMap<>(Origin.Kind.class);
        Setting companion = COMPANIONS.get(setting);
        if (setting.variable() != null) {
            Map<String, String> variable = companion != null && companion.variable() != null
                    ? Map.of(setting.variable(), value, companion.variable(), value(companion))
                    : Map.of(setting.variable(), value);
            inputs.put(Origin.Kind.ENVIRONMENT, environment(variable));
            inputs.put(Origin.Kind.DOT_ENV, new Inputs(Map.of(), variable, Map.of(), Map.of(), List.of(), LAUNCH));
        }
        inputs.put(
                Origin.Kind.ETC,
                new Inputs(
                        Map.of(),
                        Map.of(),
                        Map.of(
                                setting.pid(),
                                companion != null
                                        ? Map.of(setting.key(), value, companion.key(), value(companion))
                                        : Map.of(setting.key(), value)),
                        Map.of(),
                        List.of(),
                        LAUNCH));
        if (setting.yaml() != null) {
            inputs.put(
                    Origin.Kind.YAML,
                    new Inputs(Map.of(), Map.of(), Map.of(), Map.of(setting.yaml(), value), List.of(), LAUNCH));
        }
        return inputs;
    }

    static String place(Setting setting, Origin.Kind kind) {
        return switch (kind) {
            case ENVIRONMENT -> "environment variable " + setting.variable();
            case DOT_ENV -> setting.variable() + " in .env";
            case ETC -> "etc/" + setting.pid() + ".cfg";
            case YAML -> "config/" + setting.yaml().substring(0, setting.yaml().indexOf(':'));
            case DEFAULT -> "default";
        };
    }
}
