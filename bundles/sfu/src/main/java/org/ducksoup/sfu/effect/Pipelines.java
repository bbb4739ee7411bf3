package org.ducksoup.sfu.effect;

import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The factory of media pipelines, and the operator's presets. Both may be missing: an interaction without effects
 * needs neither.
 */
@Component(service = Pipelines.class)
public final class Pipelines {
    private static final EffectPresets NONE = new EffectPresets(Map.of());

    private volatile EffectPresets presets = NONE;
    private volatile @Nullable MediaPipelineFactory factory;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void setFactory(MediaPipelineFactory newFactory) {
        factory = newFactory;
    }

    public void removeFactory(MediaPipelineFactory gone) {
        if (factory == gone) {
            factory = null;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, unbind = "removePresets")
    public void setPresets(EffectPresets newPresets) {
        presets = newPresets;
    }

    public void removePresets(EffectPresets gone) {
        if (presets == gone) {
            presets = NONE;
        }
    }

    public EffectPresets presets() {
        return presets;
    }

    /**
     * The factory of media pipelines.
     *
     * @param key what is asked for, for the refusal
     * @throws PipelineSpecificationException if there is none at the moment
     */
    public MediaPipelineFactory required(String key, String value) throws PipelineSpecificationException {
        MediaPipelineFactory current = factory;
        if (current == null) {
            throw new PipelineSpecificationException(key, value, "no media pipelines at the moment");
        }
        return current;
    }

    Optional<MediaPipelineFactory> factory() {
        return Optional.ofNullable(factory);
    }
}
