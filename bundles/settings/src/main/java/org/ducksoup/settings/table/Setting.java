package org.ducksoup.settings.table;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@link SettingsTable}.
 *
 * @param pid the configuration, and the {@code etc/<pid>.cfg}, it belongs to
 * @param key its key there
 * @param variable its environment variable
 * @param laterVariable the name that later versions of the original gave it; if both are set, {@code variable}
 *     counts
 * @param yaml its file and path in {@code config}, for instance {@code sfu.yml:audio.minBitrate}
 * @param fallback the default, in the notation of the files; empty means not set
 * @param developmentFallback the default with {@code DUCKSOUP_MODE=DEV}
 * @param secret whether the value is never printed
 */
public record Setting(
        String pid,
        String key,
        @Nullable String variable,
        @Nullable String laterVariable,
        @Nullable String yaml,
        ValueType type,
        String fallback,
        String developmentFallback,
        boolean secret) {

    static Setting of(String pid, String key, ValueType type, String fallback) {
        return new Setting(pid, key, null, null, null, type, fallback, fallback, false);
    }

    Setting variable(String name) {
        return new Setting(pid, key, name, laterVariable, yaml, type, fallback, developmentFallback, secret);
    }

    Setting laterVariable(String name) {
        return new Setting(pid, key, variable, name, yaml, type, fallback, developmentFallback, secret);
    }

    Setting yaml(String place) {
        return new Setting(pid, key, variable, laterVariable, place, type, fallback, developmentFallback, secret);
    }

    Setting inDevelopment(String value) {
        return new Setting(pid, key, variable, laterVariable, yaml, type, fallback, value, secret);
    }

    Setting asSecret() {
        return new Setting(pid, key, variable, laterVariable, yaml, type, fallback, developmentFallback, true);
    }

    /** The name that messages use: the variable, or PID and key. */
    public String name() {
        return variable != null ? variable : pid + " " + key;
    }
}
