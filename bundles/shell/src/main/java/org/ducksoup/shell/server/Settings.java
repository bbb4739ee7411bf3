package org.ducksoup.shell.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.api.operation.SettingsInEffect;
import org.ducksoup.shell.ActiveBundle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The settings of the server, if their bundle is active: what commands refer to directly must not be absent. */
@Component(service = Settings.class)
public final class Settings {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SettingsInEffect settings;

    /** Settings that are there, for use outside a container. */
    public static Settings of(SettingsInEffect settings) {
        Settings there = new Settings();
        there.settings = settings;
        return there;
    }

    /** @throws OperationException if the bundle of settings is not active */
    public List<SettingInEffect> all() throws OperationException {
        return ActiveBundle.of("org.ducksoup.settings", settings).settings();
    }

    /**
     * Those of some settings that an operator asks for.
     *
     * @param text part of the configuration's name, the key or the variable, in any case; null for all
     * @param changed whether those with their default are left out
     * @throws OperationException if the text is in none of them
     */
    public static List<SettingInEffect> choose(List<SettingInEffect> all, @Nullable String text, boolean changed)
            throws OperationException {
        List<SettingInEffect> named =
                all.stream().filter(one -> text == null || matches(one, text)).toList();
        if (named.isEmpty() && text != null) {
            throw new OperationException(
                    Cause.UNKNOWN,
                    "name",
                    "no setting has " + text + " in its name; ducksoup:settings lists all of them");
        }
        return named.stream().filter(one -> !changed || !one.isDefault()).toList();
    }

    /** A setting as JSON. */
    public static Map<String, Object> document(SettingInEffect setting) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", setting.pid());
        json.put("key", setting.key());
        json.put("variable", setting.variable());
        json.put("value", setting.value());
        json.put("default", setting.isDefault());
        json.put("origin", setting.origin());
        return json;
    }

    private static boolean matches(SettingInEffect setting, String text) {
        String name = setting.pid() + " " + setting.key() + " " + setting.variable();
        return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
