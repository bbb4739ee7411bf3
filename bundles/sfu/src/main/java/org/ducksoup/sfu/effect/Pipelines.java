package org.ducksoup.sfu.effect;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
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

    private final Set<Runnable> followers = new CopyOnWriteArraySet<>();
    private volatile EffectPresets presets = NONE;
    private volatile @Nullable MediaPipelineFactory factory;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void setFactory(MediaPipelineFactory newFactory) {
        factory = newFactory;
        followers.forEach(Runnable::run);
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
     * Prepares a pipeline that is built again when the bundle of the pipelines is replaced.
     *
     * @param thread on which that happens
     */
    public MediaPipeline prepare(PipelineSpecification specification, PipelineListener listener, Executor thread)
            throws PipelineSpecificationException {
        return new ReplaceablePipeline(this, specification, listener, thread);
    }

    /**
     * Calls a follower each time there is another factory, on any thread.
     *
     * @return stops that
     */
    Runnable follow(Runnable follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    public Optional<MediaPipelineFactory> factory() {
        return Optional.ofNullable(factory);
    }
}
