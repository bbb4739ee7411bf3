package org.ducksoup.examples;

import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.apitestkit.EffectContract;

class TelephoneEffectTest extends EffectContract {
    TelephoneEffectTest() {
        super(new TelephoneEffect(), MediaKind.AUDIO);
    }

    @Override
    protected Map<String, String> allowed() {
        return Map.of("volume", "0.8");
    }

    @Override
    protected Map<String, String> refused() {
        return Map.of("volume", "loud", "cutoff", "300");
    }

    @Override
    protected Map<String, Double> live() {
        return Map.of("volume", 1.5);
    }
}
