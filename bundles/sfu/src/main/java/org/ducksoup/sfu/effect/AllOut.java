package org.ducksoup.sfu.effect;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;

/** Effects of which none may be heard or seen. Those without a name get one, because only a name can be taken out of circuit. */
final class AllOut {
    /** No text of an effect has such a name: it is no word there. */
    private static final String UNNAMED = "unnamed ";

    private AllOut() {}

    static List<Processing> named(List<Processing> processed) {
        List<Processing> named = new ArrayList<>();
        int number = 0;
        for (Processing medium : processed) {
            if (medium.treatment() instanceof Treatment.Transcoded transcoded) {
                List<Element> effects = new ArrayList<>();
                for (Element element : transcoded.effects()) {
                    String name = element.controlName() == null ? UNNAMED + ++number : element.controlName();
                    effects.add(new Element(element.factory(), name, element.properties()));
                }
                named.add(new Processing(
                        medium.codec(),
                        medium.payloadType(),
                        medium.clockRate(),
                        new Treatment.Transcoded(
                                transcoded.picture(), effects, transcoded.bitrate(), transcoded.options())));
            } else {
                named.add(medium);
            }
        }
        return named;
    }

    /** The names of all effects. */
    static List<String> names(List<Processing> named) {
        return named.stream()
                .map(Processing::treatment)
                .filter(Treatment.Transcoded.class::isInstance)
                .flatMap(treatment -> ((Treatment.Transcoded) treatment).effects().stream())
                .map(Element::controlName)
                .toList();
    }
}
