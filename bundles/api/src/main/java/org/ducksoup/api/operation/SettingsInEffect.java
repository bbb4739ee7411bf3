package org.ducksoup.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The settings of this server as they are in effect. Thread-safe; does not block. */
@ProviderType
public interface SettingsInEffect {
    /**
     * Every setting, those of the same configuration side by side. Secrets are masked. Empty until the settings have
     * been applied.
     */
    List<SettingInEffect> settings();
}
