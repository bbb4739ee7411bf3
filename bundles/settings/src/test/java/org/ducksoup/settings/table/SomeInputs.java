package org.ducksoup.settings.table;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
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
    private static final Map<Setting, Map<Setting, String>> COMPANIONS = Map.of(
            SettingsTable.TURN_ADDRESS, Map.of(SettingsTable.TURN_SECRET, "192.0.2.7"),
            SettingsTable.WEBHOOK_URLS, Map.of(SettingsTable.WEBHOOK_SECRET, "a text of thirty-two characters!"),
            SettingsTable.EXPLICIT_HOST_CANDIDATE, Map.of(SettingsTable.PUBLIC_IP, "192.0.2.7"),
            SettingsTable.TLS_CERTIFICATE, Map.of(SettingsTable.TLS_KEY, "192.0.2.7"),
            SettingsTable.TLS_KEY, Map.of(SettingsTable.TLS_CERTIFICATE, "192.0.2.7"),
            SettingsTable.CLUSTER_MEMBERS,
                    Map.of(
                            SettingsTable.CLUSTER_SECRET, "a text of thirty-two characters!",
                            SettingsTable.CLUSTER_ADDRESS, "127.0.0.1:5701"));

    /** The setting from each of its sources, with only the settings that it requires. */
    public static Map<Origin.Kind, Inputs> from(Setting setting, String value) {
        Map<Origin.Kind, Inputs> inputs = new EnumMap<>(Origin.Kind.class);
        Map<String, String> variable = new HashMap<>();
        Map<String, String> file = new HashMap<>(Map.of(setting.key(), value));
        COMPANIONS.getOrDefault(setting, Map.of()).forEach((companion, text) -> {
            if (companion.variable() != null) {
                variable.put(companion.variable(), text);
            }
            file.put(companion.key(), text);
        });
        if (setting.variable() != null) {
            variable.put(setting.variable(), value);
            inputs.put(Origin.Kind.ENVIRONMENT, environment(variable));
            inputs.put(Origin.Kind.DOT_ENV, new Inputs(Map.of(), variable, Map.of(), Map.of(), List.of(), LAUNCH));
        }
        inputs.put(
                Origin.Kind.ETC,
                new Inputs(Map.of(), Map.of(), Map.of(setting.pid(), file), Map.of(), List.of(), LAUNCH));
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
