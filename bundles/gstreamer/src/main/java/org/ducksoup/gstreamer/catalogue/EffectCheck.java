package org.ducksoup.gstreamer.catalogue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a specification. A refusal says which part is not possible, and what is allowed instead. Nothing is created
 * for the check. Thread-safe.
 */
public final class EffectCheck {
    private static final int MAX_ELEMENTS = 16;
    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_SIDE = 4096;
    private static final int MAX_FRAME_RATE = 120;
    private static final long MAX_PIXELS_PER_SECOND = 3840L * 2160 * 60;

    private final ElementCatalogue catalogue;
    private final LabEffects labs;
    private final EffectRules rules;
    private final Elsewhere elsewhere;
    private final Map<String, ElementFacts> bounded = new ConcurrentHashMap<>();

    public EffectCheck(ElementCatalogue catalogue, LabEffects labs, EffectRules rules) {
        this(catalogue, labs, rules, Elsewhere.NOWHERE);
    }

    /** @param elsewhere effects whose code does not run in this process */
    public EffectCheck(ElementCatalogue catalogue, LabEffects labs, EffectRules rules, Elsewhere elsewhere) {
        this.catalogue = catalogue;
        this.labs = labs;
        this.rules = rules;
        this.elsewhere = elsewhere;
    }

    public void check(PipelineSpecification specification) throws PipelineSpecificationException {
        Set<String> controlNames = new HashSet<>();
        Set<MediaKind> kinds = new HashSet<>();
        for (Processing processing : specification.media()) {
            if (!kinds.add(processing.kind())) {
                throw EffectRefusal.of(
                        "media", processing.kind().token(), "There can be one entry for each kind of media.");
            }
            if (processing.payloadType() < 0 || processing.payloadType() > 127) {
                throw EffectRefusal.of(
                        "payload type", "" + processing.payloadType(), "It must be a number from 0 to 127.");
            }
            if (processing.treatment() instanceof Treatment.Transcoded transcoded) {
                check(processing.kind(), transcoded.picture());
                check(processing.kind(), transcoded, controlNames);
            }
        }
    }

    private void check(MediaKind kind, Treatment.Transcoded transcoded, Set<String> controlNames)
            throws PipelineSpecificationException {
        List<Element> effects = transcoded.effects();
        if (effects.size() > MAX_ELEMENTS) {
            throw EffectRefusal.of("effect", effects.size() + " elements", "At most " + MAX_ELEMENTS + " are allowed.");
        }
        for (Element effect : effects) {
            checkName(effect, controlNames);
            // The lab itself checks the properties of its effects, see LabEffects.check.
            if (!labs.has(effect.factory())) {
                check(effect, kind);
            }
        }
    }

    private static void check(MediaKind kind, @Nullable Picture picture) throws PipelineSpecificationException {
        if (kind == MediaKind.VIDEO && picture == null) {
            throw EffectRefusal.of("picture", "none", "Video needs a size and a frame rate.");
        }
        if (picture != null) {
            checkRange("width", picture.width(), 16, MAX_SIDE);
            checkRange("height", picture.height(), 16, MAX_SIDE);
            // With 0 the frame rate is not changed.
            checkRange("frameRate", picture.frameRate(), 0, MAX_FRAME_RATE);
            if ((picture.width() | picture.height()) % 2 != 0) {
                throw EffectRefusal.of("picture", picture.width() + "x" + picture.height(), "Both sides must be even.");
            }
            if ((long) picture.width() * picture.height() * picture.frameRate() > MAX_PIXELS_PER_SECOND) {
                throw EffectRefusal.of("picture", picture.toString(), "These are too many pixels per second.");
            }
        }
    }

    private static void checkRange(String key, int value, int min, int max) throws PipelineSpecificationException {
        if (value < min || value > max) {
            throw EffectRefusal.of(key, "" + value, "It must be a number from " + min + " to " + max + ".");
        }
    }

    private static void checkName(Element element, Set<String> taken) throws PipelineSpecificationException {
        String name = element.controlName();
        if (name == null) {
            return;
        }
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw EffectRefusal.of(
                    "name", name, "It must be 1 to " + MAX_NAME_LENGTH + " characters, none a control character.");
        }
        if (!taken.add(name)) {
            throw EffectRefusal.of("name", name, "Each element needs a name of its own.");
        }
    }

    private void check(Element element, MediaKind kind) throws PipelineSpecificationException {
        Optional<String> dying = elsewhere.refusal(element.factory());
        if (dying.isPresent()) {
            throw EffectRefusal.of("element", element.factory(), dying.get());
        }
        boolean brought = elsewhere.brings(element.factory());
        if (!brought && !catalogue.has(element.factory())) {
            throw EffectRefusal.of("element", element.factory(), "There is no effect of this name here.");
        }
        Optional<EffectRules.Refusal> refusal =
                brought ? rules.refusalByOperator(element.factory()) : rules.refusal(element.factory(), kind);
        if (refusal.isPresent()) {
            String sentence = refusal.get().sentence();
            throw refusal.get().perhapsOfOtherKind()
                    ? EffectRefusal.ofOtherKind("element", element.factory(), sentence)
                    : EffectRefusal.of("element", element.factory(), sentence);
        }
        ElementFacts facts = find(element.factory())
                .orElseThrow(() -> EffectRefusal.of("element", element.factory(), "It cannot be loaded here."));
        if (facts.filtered() != kind) {
            throw EffectRefusal.ofOtherKind("element", element.factory(), EffectRules.otherKind(kind));
        }
        for (Map.Entry<String, String> property : element.properties().entrySet()) {
            value(facts, property.getKey(), property.getValue());
        }
    }

    /**
     * An element with the properties and values that pages may set. Empty if there is no element of that name, or if it
     * cannot be loaded.
     */
    public Optional<ElementFacts> find(String factory) {
        Optional<ElementFacts> foreign = elsewhere.find(factory);
        if (foreign.isPresent() || elsewhere.brings(factory) || (rules.isWaived(factory) && elsewhere.runs(factory))) {
            return foreign;
        }
        ElementFacts facts = bounded.get(factory);
        if (facts == null) {
            Optional<ElementFacts> found = catalogue.find(factory).map(rules::bounded);
            found.ifPresent(there -> bounded.put(factory, there));
            return found;
        }
        return Optional.of(facts);
    }

    /** The typed value of a property of an allowed element. */
    public TypedValue value(ElementFacts element, String name, String text) throws PipelineSpecificationException {
        PropertyFacts property = property(element, name);
        return property.parse(text).orElseThrow(() -> outOfBounds(element, property, text));
    }

    /** The typed value of a property that is to be set while media flows. */
    public TypedValue liveValue(ElementFacts element, String name, PropertyValue value)
            throws PipelineSpecificationException {
        PropertyFacts property = property(element, name);
        if (!property.live()) {
            throw EffectRefusal.of(
                    element.factory() + " " + name,
                    value.plain().toString(),
                    "It cannot be set while media flows." + rules.reason(element.factory(), name));
        }
        return property.convert(value)
                .orElseThrow(() -> outOfBounds(element, property, value.plain().toString()));
    }

    private PipelineSpecificationException outOfBounds(ElementFacts element, PropertyFacts property, String text) {
        return EffectRefusal.of(
                element.factory() + " " + property.name(),
                text,
                "It must be " + property.allowed() + "." + rules.reason(element.factory(), property.name()));
    }

    public PropertyFacts property(ElementFacts element, String name) throws PipelineSpecificationException {
        PropertyFacts property = element.properties().get(name);
        if (property == null || !settable(property)) {
            String sentence = property == null
                    ? element.factory() + " has no such property; it has " + settableNames(element) + "."
                    : "This property of " + element.factory() + " cannot be set."
                            + rules.reason(element.factory(), name);
            throw EffectRefusal.of(element.factory() + " " + name, name, sentence);
        }
        return property;
    }

    /** Whether pages may set the property. */
    static boolean settable(PropertyFacts property) {
        return property.writable()
                && !property.name().equals("name")
                && !property.name().equals("parent")
                && !(property.domain() instanceof Domain.Other);
    }

    private static String settableNames(ElementFacts element) {
        List<String> names = element.properties().values().stream()
                .filter(EffectCheck::settable)
                .map(PropertyFacts::name)
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
