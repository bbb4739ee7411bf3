package org.ducksoup.plan.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.RoleEffects;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** Reads the conditions. */
final class ConditionReader {
    static final List<String> KEYS = List.of("effects", "shamOf", "by", "neutral");

    private static final String CIRCUIT = "circuit";

    private static final List<String> WAYS = List.of(CIRCUIT, "values");

    private final Known known;
    private final Map<String, RoleEffects> common;
    private final AmountReader amounts;

    /** @param common effects of roles for which a condition says nothing else */
    ConditionReader(Known known, Map<String, RoleEffects> common) {
        this.known = known;
        this.common = common;
        amounts = new AmountReader(known);
    }

    /** All conditions, in their order. */
    Map<String, Condition> read(Section section) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        Map<String, Section> shams = new LinkedHashMap<>();
        section.entries().forEach((name, item) -> {
            if (!SectionFields.NAME.matcher(name).matches()) {
                known.problems()
                        .conflict(item, "has this name", SectionFields.NAME_FORM, "choose a shorter or simpler name");
            } else if (item instanceof Section inner && inner.has("shamOf")) {
                shams.put(name, inner);
                conditions.put(name, new Condition(name, "", common, Map.of(), false));
            } else {
                conditions.put(name, active(name, item, section));
            }
        });
        shams.forEach((name, inner) -> conditions.put(name, sham(name, inner, conditions)));
        return conditions;
    }

    private Condition active(String name, Item item, Section around) {
        Map<String, RoleEffects> effects = new LinkedHashMap<>(common);
        if (item instanceof Section section) {
            SectionFields fields = new SectionFields(section, known.problems(), KEYS);
            effects.putAll(new EffectsReader(known).read(fields.section("effects", "write a section for each role")));
            Item neutral = fields.get("neutral");
            if (neutral != null) {
                known.problems()
                        .conflict(neutral, "is here without shamOf", "is neutral with shamOf only", "add shamOf");
            }
            Item by = fields.get("by");
            if (by != null) {
                known.problems().conflict(by, "is here without shamOf", "is by with shamOf only", "add shamOf");
            }
        } else if (around.has(name)) {
            known.problems().wrong(item, "is a section with keys", "write {} if nothing is different here");
        }
        return new Condition(name, null, effects, Map.of(), false);
    }

    private Condition sham(String name, Section section, Map<String, Condition> conditions) {
        SectionFields fields = new SectionFields(section, known.problems(), KEYS);
        List<String> actives = conditions.values().stream()
                .filter(condition -> condition.shamOf() == null)
                .map(Condition::name)
                .toList();
        String of = fields.word("shamOf", "", actives);
        Item effects = fields.get("effects");
        if (effects != null) {
            known.problems()
                    .conflict(
                            effects,
                            "is here beside shamOf",
                            "is one of the two, because a sham has the effects of its condition",
                            "remove effects");
        }
        Condition base = conditions.get(of);
        if (fields.word("by", "values", WAYS).equals(CIRCUIT)) {
            return outOfCircuit(name, of, base, fields);
        }
        Map<PropertyPath, PropertyValue> neutral = new LinkedHashMap<>();
        Section values = fields.section("neutral", "write neutral: {a.voice.pitch: 1}");
        if (base != null && values != null) {
            values.entries().forEach((key, item) -> {
                PropertyPath path = EffectsReader.path(key);
                if (path == null || !isThere(path, base)) {
                    known.problems()
                            .conflict(
                                    item,
                                    "is for a property that condition " + of + " does not have",
                                    "is role.effect.property of its effects, such as a.voice.pitch",
                                    "mend the role or the effect's name");
                } else {
                    amounts.value(item, AmountReader.Kind.VALUE)
                            .ifPresent(value -> roles(path).forEach(role -> neutral.put(path.of(role), value)));
                }
            });
        }
        return new Condition(name, of, base == null ? Map.of() : neutralized(base, neutral), neutral, false);
    }

    /** The effects of the condition with its values, so that even their rhythm is the same. */
    private Condition outOfCircuit(String name, String of, @Nullable Condition base, SectionFields fields) {
        Item neutral = fields.get("neutral");
        if (neutral != null) {
            known.problems()
                    .conflict(
                            neutral,
                            "is here beside by: circuit",
                            "is one of the two, because effects out of circuit keep the values of the condition",
                            "remove neutral, or write by: values");
        }
        Item by = fields.get("by");
        Map<String, RoleEffects> effects = base == null ? Map.of() : base.effects();
        for (String role : known.roles()) {
            for (String unnamed : effects.getOrDefault(role, RoleEffects.NONE).unnamed()) {
                if (by != null) {
                    known.problems()
                            .conflict(
                                    by,
                                    "cannot take the effect " + unnamed + " of role " + role + " of condition " + of
                                            + " out of circuit, because it has no name",
                                    "are effects with a name=",
                                    "give the effect a name, such as " + unnamed + " name=x");
                }
            }
        }
        return new Condition(name, of, effects, Map.of(), true);
    }

    private List<String> roles(PropertyPath path) {
        return path.role().equals(Plan.ALL) ? known.roles() : List.of(path.role());
    }

    private boolean isThere(PropertyPath path, Condition base) {
        return known.rolesOrAll().contains(path.role())
                && roles(path).stream()
                        .allMatch(role -> base.effects(role).outlines().containsKey(path.effect()));
    }

    /** The effects of the condition, with neutral values from the beginning. */
    private static Map<String, RoleEffects> neutralized(Condition base, Map<PropertyPath, PropertyValue> neutral) {
        Map<String, RoleEffects> effects = new LinkedHashMap<>(base.effects());
        neutral.forEach((path, value) -> effects.computeIfPresent(path.role(), (role, own) -> {
            Map<String, PropertyValue> values = new LinkedHashMap<>(own.values());
            values.put(path.inRole(), value);
            return new RoleEffects(own.audioFx(), own.videoFx(), values);
        }));
        return effects;
    }
}
