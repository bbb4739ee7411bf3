package org.ducksoup.sfu.effect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;

/**
 * The operator's presets at one moment. An interaction keeps those with which it began: a participant who comes back gets
 * the same effect, and the manifest names it.
 *
 * @param texts as they were written
 * @param unreadable why a name means nothing
 */
public record PresetTexts(Map<String, String> texts, Map<String, String> unreadable) {
    static final PresetTexts NONE = new PresetTexts(Map.of(), Map.of());

    static String sentence(String name, String reason) {
        return "The effect " + name + " in etc/org.ducksoup.effects.cfg cannot be used: " + reason;
    }

    /** Replaces the name of each preset by the elements that it stands for. */
    List<Element> expand(List<Element> asked) throws PipelineSpecificationException {
        List<Element> expanded = new ArrayList<>();
        for (Element element : asked) {
            String text = texts.get(element.factory());
            String wrong = unreadable.get(element.factory());
            if (wrong != null) {
                throw new PipelineSpecificationException(
                        "effect", element.factory(), sentence(element.factory(), wrong));
            }
            if (text == null) {
                expanded.add(element);
            } else {
                expanded.addAll(overlaid(EffectText.read(element.factory(), text), element));
            }
        }
        return expanded;
    }

    /** A value of the page goes to the first element whose preset has that property, or else to the first element. */
    private static List<Element> overlaid(List<Element> preset, Element asked) {
        List<Map<String, String>> values = new ArrayList<>();
        preset.forEach(element -> values.add(new LinkedHashMap<>(element.properties())));
        asked.properties().forEach((property, value) -> values.stream()
                .filter(own -> own.containsKey(property))
                .findFirst()
                .orElse(values.get(0))
                .put(property, value));
        List<Element> overlaid = new ArrayList<>();
        for (int i = 0; i < preset.size(); i++) {
            Element element = preset.get(i);
            String name = i == 0 && asked.controlName() != null ? asked.controlName() : element.controlName();
            overlaid.add(new Element(element.factory(), name, values.get(i)));
        }
        return overlaid;
    }
}
