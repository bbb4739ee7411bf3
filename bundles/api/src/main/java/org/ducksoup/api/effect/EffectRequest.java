package org.ducksoup.api.effect;

import java.util.Map;

/**
 * @param format of the frames the effect will get
 * @param settings what the page wrote after the effect's name, {@code property=value}
 */
public record EffectRequest(RawFormat format, Map<String, String> settings) {
    public EffectRequest {
        settings = Map.copyOf(settings);
    }
}
