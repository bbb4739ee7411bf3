package org.ducksoup.gstreamer.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Those of a medium's effects that are of labs' bundles and made of elements. The lab's code runs here; a worker gets what it has made.
 * Thread-safe.
 */
final class MediumLabs {
    private final LabEffects labs;
    private final Processing processing;
    private final Executor closing;
    private final Set<String> names;

    /** @param closing closes effects, which may hang */
    MediumLabs(LabEffects labs, Processing processing, Executor closing) {
        this.closing = closing;
        this.labs = labs;
        this.processing = processing;
        names = MediumPlan.effects(processing).stream()
                .map(Element::factory)
                .filter(labs::has)
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> names() {
        return names;
    }

    boolean areMissing() {
        return names.stream().anyMatch(name -> !labs.has(name));
    }

    /** Has labs make their effects, which are only descriptions. */
    List<Message.LabEffect> make() throws PipelineSpecificationException {
        List<Message.LabEffect> made = new ArrayList<>();
        if (processing.treatment() instanceof Treatment.Transcoded transcoded) {
            for (Element element : transcoded.effects()) {
                if (names.contains(element.factory())) {
                    made.add(new Message.LabEffect(
                            element.factory(), element.properties(), elements(element, transcoded.picture())));
                }
            }
        }
        return made;
    }

    private Effect.Bin elements(Element element, @Nullable Picture picture) throws PipelineSpecificationException {
        Effect effect = labs.create(element, LabEffects.format(picture))
                .orElseThrow(() -> EffectRefusal.of("effect", element.factory(), "It is gone."));
        if (effect instanceof Effect.Bin bin) {
            return bin;
        }
        labs.discard(element, effect, closing);
        throw EffectRefusal.of(
                "effect", element.factory(), "It was made of elements before, and is Java code now; join again.");
    }
}
