package org.ducksoup.shell.part;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;

/**
 * An effect, and for one of a lab the bundles that have it.
 *
 * @param bundles the preferred one first; empty for effects of the server
 */
public record DescribedEffect(EffectDescription effect, List<RegisteredPart> bundles) {
    /**
     * Finds an effect. May block for seconds.
     *
     * @throws OperationException if there is none of this name
     */
    public static DescribedEffect find(String name, AvailableEffects effects, RegisteredParts registered)
            throws OperationException {
        EffectDescription found = effects.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        OperationException.Cause.UNKNOWN,
                        "name",
                        "there is no effect " + name + " here; ducksoup:effects lists all, and --problems says what"
                                + " does not work"));
        List<RegisteredPart> bundles = registered.labEffects().stream()
                .filter(part -> part.name().equals(name))
                .toList();
        return new DescribedEffect(found, bundles);
    }

    /** As in {@link EffectsDocument}, with the list {@code bundles}. */
    public Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>(EffectsDocument.of(effect));
        json.put("bundles", bundles.stream().map(RegisteredPart::document).toList());
        return json;
    }
}
