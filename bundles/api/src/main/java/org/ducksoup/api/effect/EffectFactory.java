package org.ducksoup.api.effect;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the effects of one name. Register it as a service with {@link EffectName}; it may come, go and be replaced at any
 * time.
 */
@ConsumerType
public interface EffectFactory {
    /**
     * Makes an effect for one stream. Called on a thread that may block for 200 ms.
     *
     * @throws IllegalArgumentException if the settings are wrong; its message reaches the page as {@code error-join}
     */
    Effect create(EffectRequest request);
}
