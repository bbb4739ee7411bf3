package org.ducksoup.api.effect;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Effects that can be used at this installation. Several services may each know some. Thread-safe. */
@ProviderType
public interface EffectCatalogue {
    /** As they are now, sorted by name. The first call may block for seconds while plug-ins are loaded. */
    List<EffectDescription> effects();

    /** Sentences for the operator: plug-ins, presets and texts of the configuration that do not work, and why. */
    List<String> problems();
}
