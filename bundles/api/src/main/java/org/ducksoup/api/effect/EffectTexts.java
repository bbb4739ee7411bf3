package org.ducksoup.api.effect;

import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.osgi.annotation.versioning.ProviderType;

/** Reads texts of effects, as {@code audioFx} and {@code videoFx} have them. Thread-safe. */
@ProviderType
public interface EffectTexts {
    /**
     * The elements of an effect, with the operator's named effects replaced by what they stand for. May block for seconds
     * while effects are asked whether they can be used.
     *
     * @throws PipelineSpecificationException if it is no effect, or cannot be used here for such media
     */
    List<Element> read(MediaKind kind, String text) throws PipelineSpecificationException;
}
