package org.ducksoup.api.pipeline;

import org.osgi.annotation.versioning.ProviderType;

/** Builds media pipelines. Registered as a service only when its plug-ins are loaded and warm. */
@ProviderType
public interface MediaPipelineFactory {
    /**
     * Checks a specification without building it: unknown elements and properties, values of the wrong type or out of
     * range. A lab's effect is asked, too ({@link org.ducksoup.api.effect.EffectFactory#check}), so this may block.
     *
     * @throws PipelineSpecificationException saying what is wrong with which part
     */
    void check(PipelineSpecification specification) throws PipelineSpecificationException;

    /**
     * Begins to build a pipeline and returns at once; {@link PipelineListener#onStarted} or
     * {@link PipelineListener#onFailure} tells how it went. Packets pushed before are kept as far as a bounded queue
     * goes.
     *
     * @throws PipelineSpecificationException as {@link #check}, but for effects of labs, which are not asked again
     */
    MediaPipeline build(PipelineSpecification specification, PipelineListener listener)
            throws PipelineSpecificationException;
}
