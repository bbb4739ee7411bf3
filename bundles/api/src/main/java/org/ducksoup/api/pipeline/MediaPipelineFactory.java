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
     * Prepares a pipeline. Nothing that costs much is made of it before {@link MediaPipeline#start}, or before the first
     * packet: somebody who only joins, and sends nothing, costs nothing.
     *
     * @throws PipelineSpecificationException as {@link #check}, but for effects of labs, which are not asked again
     */
    MediaPipeline prepare(PipelineSpecification specification, PipelineListener listener)
            throws PipelineSpecificationException;

    /**
     * How much memory a pipeline takes outside this process. Does not block.
     *
     * @return bytes, estimated; 0 if everything runs in this process
     */
    default long bytesElsewhere(PipelineSpecification specification) {
        return 0;
    }

    /** Prepares a pipeline and starts it. */
    default MediaPipeline build(PipelineSpecification specification, PipelineListener listener)
            throws PipelineSpecificationException {
        MediaPipeline pipeline = prepare(specification, listener);
        pipeline.start();
        return pipeline;
    }
}
