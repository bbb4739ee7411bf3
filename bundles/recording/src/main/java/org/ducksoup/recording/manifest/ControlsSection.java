package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ducksoup.api.interaction.InteractionEvent.EffectControlled;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;

/**
 * The controls of effects in a manifest. A page may send them as fast as it likes, and the manifest stays in memory and is written again
 * and again, so it has the first ones and the number of the others. The event log has all.
 */
final class ControlsSection {
    static final String LEFT_OUT = "controlsLeftOut";

    private static final int MAX_CONTROLS = 20_000;

    /** Of all names and values together, in characters: a value may be a long text. */
    private static final int MAX_TEXT = 1 << 21;

    /** Entries never change once they are here, so copies of the manifest share them. */
    private final ArrayNode entries = ManifestFile.object().putArray("controls");

    private int text;
    private long leftOut;

    /** @param entry has the time */
    void add(ObjectNode entry, EffectControlled controlled) {
        EffectControl control = controlled.control();
        Object value = control.value().plain();
        int length = control.effectName().length()
                + control.property().length()
                + value.toString().length();
        if (leftOut > 0 || entries.size() >= MAX_CONTROLS || text + length > MAX_TEXT) {
            leftOut++;
            return;
        }
        text += length;
        entry.put("by", controlled.scope().userId())
                .put("target", controlled.target())
                .put("name", control.effectName())
                .put("property", control.property());
        entry.putPOJO("value", value);
        entry.put("rampMillis", control.duration().toMillis());
        entries.add(entry);
    }

    void putInto(ObjectNode manifest) {
        manifest.withArray("controls").addAll(entries);
        if (leftOut > 0) {
            manifest.put(LEFT_OUT, leftOut);
        }
    }
}
