package org.ducksoup.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.web.WebDocument;
import org.ducksoup.api.web.WebDocumentPath;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /test/play/effects.json}: {@code {"effects": [{"name", "kind", "origin", "title", "description", "plugin",
 * "properties": [{"name", "type", "min", "max", "default", "choices", "live", "description"}]}], "problems": [...]}}.
 * Unknown values are left out. Numbers are texts, because some have 64 bits, more than JavaScript's numbers hold.
 */
@Component(service = {WebDocument.class, EffectsDocument.class})
@WebDocumentPath("/test/play/effects.json")
public final class EffectsDocument implements WebDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final AvailableEffects effects;

    @Activate
    public EffectsDocument(@Reference AvailableEffects effects) {
        this.effects = effects;
    }

    /** The document as maps and lists. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("effects", effects.all().stream().map(EffectsDocument::of).toList());
        document.put("problems", effects.problems());
        return document;
    }

    @Override
    public byte[] content() {
        try {
            return MAPPER.writeValueAsBytes(document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are JSON", e);
        }
    }

    /** One effect of the document. */
    public static Map<String, Object> of(EffectDescription effect) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", effect.name());
        put(json, "kind", effect.kind() == null ? null : effect.kind().token());
        json.put("origin", effect.origin().token());
        json.put("title", effect.title());
        json.put("description", effect.description());
        json.put("plugin", effect.plugin());
        List<Map<String, Object>> properties =
                effect.properties().stream().map(EffectsDocument::json).toList();
        json.put("properties", properties);
        return json;
    }

    private static Map<String, Object> json(EffectDescription.Property property) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", property.name());
        json.put("type", property.type().token());
        put(json, "min", property.min());
        put(json, "max", property.max());
        put(json, "default", property.initial());
        put(json, "choices", property.choices().isEmpty() ? null : property.choices());
        json.put("live", property.live());
        json.put("description", property.description());
        return json;
    }

    private static void put(Map<String, Object> json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
