package org.ducksoup.shell.doctor;

import java.nio.file.Path;
import java.util.List;
import org.ducksoup.api.operation.SettingInEffect;

/**
 * The settings that examinations need.
 *
 * @param all of the server; empty if they are not known
 * @param launchDirectory that relative paths start from
 */
record SettingTexts(List<SettingInEffect> all, Path launchDirectory) {
    SettingTexts {
        all = List.copyOf(all);
    }

    /** The value of a setting as it was written; empty if it is not set or not known. */
    String text(String bundle, String key) {
        return all.stream()
                .filter(one ->
                        one.pid().equals("org.ducksoup." + bundle) && one.key().equals(key))
                .map(SettingInEffect::value)
                .findFirst()
                .orElse("");
    }

    /** The value of a setting that is a number; 0 if it is not known. */
    int number(String bundle, String key) {
        String text = text(bundle, key);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    Path path(String bundle, String key) {
        return launchDirectory.resolve(text(bundle, key)).normalize();
    }

    /** The values of a setting that is a list. */
    List<String> list(String bundle, String key) {
        return List.of(text(bundle, key).split(",")).stream()
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.equals("false"))
                .toList();
    }
}
