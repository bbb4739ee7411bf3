package org.ducksoup.gstreamer.lab;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.gstreamer.lab.LabEffects.Nature;

/**
 * What factories have made so far. One that has made Java code is taken to make nothing else; elements may differ with what is asked
 * for. Thread-safe.
 */
final class MadeBefore {
    /** Requests that are remembered of one factory. */
    private static final int MAX_REQUESTS = 200;

    // Guarded by this. Factories are compared by identity.
    private final IdentityHashMap<EffectFactory, Of> factories = new IdentityHashMap<>();

    private static final class Of {
        private boolean code;
        private final Map<EffectRequest, Effect.Bin> elements = new LinkedHashMap<>();
    }

    synchronized void remember(EffectFactory factory, EffectRequest request, Effect effect) {
        Of of = factories.computeIfAbsent(factory, none -> new Of());
        if (effect instanceof Effect.Bin bin) {
            of.elements.put(request, bin);
            if (of.elements.size() > MAX_REQUESTS) {
                of.elements.remove(of.elements.keySet().iterator().next());
            }
        } else {
            of.code = true;
        }
    }

    synchronized void forget(EffectFactory factory) {
        factories.remove(factory);
    }

    synchronized Nature nature(EffectFactory factory, EffectRequest request) {
        Of of = factories.get(factory);
        if (of == null) {
            return Nature.UNKNOWN;
        } else if (of.elements.containsKey(request)) {
            return Nature.ELEMENTS;
        }
        return of.code ? Nature.CODE : Nature.UNKNOWN;
    }

    synchronized Optional<Effect.Bin> elements(EffectFactory factory, EffectRequest request) {
        Of of = factories.get(factory);
        return of == null ? Optional.empty() : Optional.ofNullable(of.elements.get(request));
    }
}
