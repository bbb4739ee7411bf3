package org.ducksoup.plan.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a role in a condition.
 *
 * @param audioFx text of the effect on the voice, or null
 * @param videoFx text of the effect on the picture, or null
 * @param values that properties have from the beginning, by {@code effect.property}; they win over those in the texts
 */
public record RoleEffects(
        @Nullable String audioFx, @Nullable String videoFx, Map<String, PropertyValue> values) {
    public static final RoleEffects NONE = new RoleEffects(null, null, Map.of());

    public RoleEffects {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The effects that have a name, with the values in their texts. */
    public Map<String, EffectOutline> outlines() {
        Map<String, EffectOutline> outlines = new LinkedHashMap<>();
        EffectOutline.of(audioFx).forEach(outline -> outlines.putIfAbsent(outline.name(), outline));
        EffectOutline.of(videoFx).forEach(outline -> outlines.putIfAbsent(outline.name(), outline));
        return outlines;
    }

    /** The first words of the effects that have no name: nothing can be done to them. */
    public List<String> unnamed() {
        List<String> unnamed = new ArrayList<>(EffectOutline.unnamed(audioFx));
        unnamed.addAll(EffectOutline.unnamed(videoFx));
        return unnamed;
    }

    /** The text of the effect on the voice, with the values of the beginning; or null. */
    public @Nullable String beginningAudioFx() {
        return audioFx == null ? null : BeginningText.of(audioFx, values);
    }

    /** The same for the effect on the picture. */
    public @Nullable String beginningVideoFx() {
        return videoFx == null ? null : BeginningText.of(videoFx, values);
    }

    /** The number that a property has at the beginning, or null if this text does not say. */
    public @Nullable Double initial(String effect, String property) {
        PropertyValue value = values.get(effect + "." + property);
        if (value != null) {
            return value instanceof PropertyValue.DoubleValue number ? (Double) number.value() : null;
        }
        EffectOutline outline = outlines().get(effect);
        String text = outline == null ? null : outline.values().get(property);
        try {
            return text == null ? null : (Double) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
