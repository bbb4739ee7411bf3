package org.ducksoup.plan.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectTexts;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.RoleEffects;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.text.Place;
import org.ducksoup.plan.text.Problem;
import org.jspecify.annotations.Nullable;

/** Holds a plan against the effects that this server has. */
public final class EffectReview {
    private final Plan plan;
    private final EffectTexts texts;
    private final Map<String, EffectDescription> effects;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<String, List<Element>> read = new LinkedHashMap<>();
    private final Set<String> told = new LinkedHashSet<>();

    /** @param effects of the catalogues */
    public EffectReview(Plan plan, EffectTexts texts, List<EffectDescription> effects) {
        this.plan = plan;
        this.texts = texts;
        this.effects = effects.stream()
                .collect(Collectors.toMap(EffectDescription::name, Function.identity(), (one, other) -> one));
    }

    /** Looks at everything. May block for seconds. */
    public EffectReview run() {
        for (Condition condition : plan.conditions().values()) {
            for (String role : plan.roles()) {
                RoleEffects own = condition.effects(role);
                text(MediaKind.AUDIO, own.audioFx(), condition.name(), role);
                text(MediaKind.VIDEO, own.videoFx(), condition.name(), role);
                own.values().forEach((key, value) -> {
                    String[] parts = key.split("\\.", 2);
                    PropertyPath path = new PropertyPath(role, parts[0], parts[1]);
                    value(path, value, condition, "conditions." + condition.name(), first(), false);
                });
            }
            plan.steps(condition.name()).forEach(step -> step(step, condition));
            if (condition.outOfCircuit()) {
                plan.roles().forEach(role -> unnamed(condition, role));
            }
        }
        return this;
    }

    /** Effects that this server cannot apply. */
    public List<Problem> errors() {
        return errors;
    }

    public List<Problem> warnings() {
        return warnings;
    }

    private static Place first() {
        return new Place(1, 1);
    }

    private void text(MediaKind kind, @Nullable String text, String condition, String role) {
        if (text == null || read.containsKey(kind + text)) {
            return;
        }
        String key = "conditions." + condition + ".effects." + role + "."
                + (kind == MediaKind.AUDIO ? "audioFx" : "videoFx");
        try {
            read.put(kind + text, texts.read(kind, text));
        } catch (PipelineSpecificationException e) {
            read.put(kind + text, List.of());
            errors.add(new Problem(
                    first(),
                    key,
                    text,
                    "cannot be used here (" + e.key() + " " + e.value() + ")",
                    "allowed is what ducksoup:effects lists; " + withoutEnd(String.valueOf(e.getMessage())),
                    "try it with ducksoup:effects NAME or the play page"));
        }
    }

    /** An operator's named effect may stand for several, of which some have no name. */
    private void unnamed(Condition condition, String role) {
        for (Element element : elements(condition.effects(role))) {
            if (element.controlName() == null) {
                tell(
                        errors,
                        first(),
                        "conditions." + condition.name() + ".by",
                        "circuit",
                        "takes " + element.factory() + " of role " + role
                                + " out of circuit, which has no name, so the condition would have another graph",
                        "are effects with a name, also within the operator's named effects",
                        "give it a name= in etc/org.ducksoup.effects.cfg");
            }
        }
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private void step(Step step, Condition condition) {
        for (Act act : step.acts()) {
            if (act instanceof Act.Set set) {
                amount(step, set.property(), set.to(), condition);
            } else if (act instanceof Act.Ramp ramp) {
                amount(step, ramp.property(), ramp.to(), condition);
                if (ramp.back() != null) {
                    amount(step, ramp.property(), ramp.back(), condition);
                }
            }
        }
    }

    private void amount(Step step, PropertyPath path, Amount amount, Condition condition) {
        for (String role : plan.roles(path.role())) {
            PropertyValue neutral = condition.neutral().get(path.of(role));
            for (PropertyValue value : neutral == null ? possible(amount, condition) : List.of(neutral)) {
                value(path.of(role), value, condition, "step " + step.name(), step.place(), true);
            }
        }
    }

    /** The values that an amount may have; of a range its ends. */
    private List<PropertyValue> possible(Amount amount, Condition condition) {
        if (amount instanceof Amount.Fixed fixed) {
            return List.of(fixed.value());
        } else if (amount instanceof Amount.Uniform uniform) {
            return List.of(new PropertyValue.DoubleValue(uniform.min()), new PropertyValue.DoubleValue(uniform.max()));
        } else if (amount instanceof Amount.Choice choice) {
            return choice.values();
        } else if (amount instanceof Amount.Ordered ordered) {
            return plan.orders().getOrDefault(ordered.order(), List.of());
        }
        Amount ofCondition = ((Amount.ByCondition) amount).amounts().get(condition.name());
        return ofCondition == null ? List.of() : possible(ofCondition, condition);
    }

    private void value(
            PropertyPath path, PropertyValue value, Condition condition, String key, Place place, boolean live) {
        Property property = property(path, condition);
        if (property == null) {
            return;
        }
        String shown = value instanceof PropertyValue.DoubleValue number
                ? java.math.BigDecimal.valueOf(number.value())
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value.plain());
        if (live && !property.live()) {
            tell(
                    warnings,
                    place,
                    key,
                    shown,
                    "is for " + path + ", which cannot be changed while media flows",
                    "are the properties that ducksoup:effects NAME calls live",
                    "write it in values: or in the effect's text");
        }
        String range = range(property, value);
        if (range != null) {
            // A step with such a value does nothing; effects that cannot begin with theirs refuse the join.
            tell(
                    live ? warnings : errors,
                    place,
                    key,
                    shown,
                    "is a value of " + path + " that the effect does not take",
                    range,
                    "write a value of this range");
        }
    }

    private void tell(
            List<Problem> found, Place place, String key, String value, String what, String allowed, String remedy) {
        if (told.add(key + what + value)) {
            found.add(new Problem(place, key, value, what, "allowed " + allowed, remedy));
        }
    }

    private @Nullable Property property(PropertyPath path, Condition condition) {
        for (Element element : elements(condition.effects(path.role()))) {
            EffectDescription effect = effects.get(element.factory());
            if (path.effect().equals(element.controlName()) && effect != null) {
                return effect.properties().stream()
                        .filter(property -> property.name().equals(path.property()))
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    private List<Element> elements(RoleEffects own) {
        List<Element> elements = new ArrayList<>();
        if (own.audioFx() != null) {
            elements.addAll(read.getOrDefault(MediaKind.AUDIO + own.audioFx(), List.of()));
        }
        if (own.videoFx() != null) {
            elements.addAll(read.getOrDefault(MediaKind.VIDEO + own.videoFx(), List.of()));
        }
        return elements;
    }

    /** What a property takes; null if this value is taken. */
    private static @Nullable String range(Property property, PropertyValue value) {
        if (value instanceof PropertyValue.DoubleValue number) {
            String min = property.min();
            String max = property.max();
            boolean fits = (min == null || number.value() >= Double.parseDouble(min))
                    && (max == null || number.value() <= Double.parseDouble(max));
            return fits ? null : "are numbers from " + min + " to " + max;
        }
        String word = String.valueOf(value.plain());
        boolean fits = property.choices().isEmpty() || property.choices().contains(word);
        return fits ? null : "are " + String.join(", ", property.choices());
    }
}
