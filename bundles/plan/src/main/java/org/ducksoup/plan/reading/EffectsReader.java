package org.ducksoup.plan.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.RoleEffects;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** Reads the effects of roles. */
final class EffectsReader {
    static final List<String> KEYS = List.of("audioFx", "videoFx", "values");
    private static final int MAX_TEXT = 2000;

    private final Known known;
    private final AmountReader amounts;

    EffectsReader(Known known) {
        this.known = known;
        amounts = new AmountReader(known);
    }

    /** The section {@code effects}: for each role, its texts and values. */
    Map<String, RoleEffects> read(@Nullable Section section) {
        Map<String, RoleEffects> effects = new LinkedHashMap<>();
        if (section == null) {
            return effects;
        }
        section.allow(known.rolesOrAll(), known.problems());
        section.entries().forEach((role, item) -> {
            if (item instanceof Section ofRole) {
                RoleEffects read = role(new SectionFields(ofRole, known.problems(), KEYS));
                (role.equals(Plan.ALL) ? known.roles() : List.of(role)).forEach(each -> effects.put(each, read));
            } else {
                known.problems().wrong(item, "is a section with keys", "write audioFx: \"…\" below the role");
            }
        });
        return effects;
    }

    private RoleEffects role(SectionFields fields) {
        String audioFx = fields.text("audioFx", MAX_TEXT);
        String videoFx = fields.text("videoFx", MAX_TEXT);
        Item video = fields.get("videoFx");
        if (video != null && known.audioOnly()) {
            known.problems()
                    .conflict(
                            video, "is here, and audioOnly is true", "are effects on voices", "remove one of the two");
        }
        Map<String, PropertyValue> values = new LinkedHashMap<>();
        RoleEffects texts = new RoleEffects(audioFx, videoFx, Map.of());
        Section section = fields.section("values", "write values: {voice.pitch: 1}");
        if (section != null) {
            section.entries().forEach((key, item) -> {
                Optional<PropertyValue> value = amounts.value(item, AmountReader.Kind.VALUE);
                PropertyPath path = path("x." + key);
                if (path == null || !texts.outlines().containsKey(path.effect())) {
                    wrongEffect(item, key, texts);
                } else if (value.isPresent()) {
                    values.put(key, value.get());
                }
            });
        }
        return new RoleEffects(audioFx, videoFx, values);
    }

    private void wrongEffect(Item item, String key, RoleEffects texts) {
        List<String> names = List.copyOf(texts.outlines().keySet());
        known.problems()
                .conflict(
                        item,
                        "is for " + key + ", which no effect of this role has",
                        names.isEmpty()
                                ? "is effect.property, and no effect here has a name"
                                : "is effect.property, and the effects are " + String.join(", ", names),
                        "give the effect a name, such as pitch name=voice, and write voice.pitch");
    }

    /** {@code role.effect.property}, or null if it has not this form. */
    static @Nullable PropertyPath path(String text) {
        String[] parts = text.split("\\.", 3);
        boolean complete = parts.length == 3 && List.of(parts).stream().noneMatch(String::isBlank);
        return complete ? new PropertyPath(parts[0], parts[1], parts[2]) : null;
    }
}
