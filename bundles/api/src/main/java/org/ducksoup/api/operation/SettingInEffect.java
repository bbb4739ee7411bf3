package org.ducksoup.api.operation;

import org.jspecify.annotations.Nullable;

/**
 * A setting with the value that counts.
 *
 * @param pid the configuration that it belongs to: {@code org.ducksoup.sfu}, with its file {@code etc/<pid>.cfg}
 * @param key its key there
 * @param variable its environment variable, or null if it has none
 * @param value as it was written; {@link #MASKED} for a secret that is set, empty for what is not set
 * @param isDefault whether nobody has set it
 * @param origin where the value comes from, for people: {@code environment variable DUCKSOUP_PORT}, {@code default}
 */
public record SettingInEffect(
        String pid, String key, @Nullable String variable, String value, boolean isDefault, String origin) {
    /** Stands for a secret. */
    public static final String MASKED = "********";
}
