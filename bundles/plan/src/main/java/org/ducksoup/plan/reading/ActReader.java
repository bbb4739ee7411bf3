package org.ducksoup.plan.reading;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Act.Medium;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads what a step does: an entry of {@code do}. */
final class ActReader {
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "set", List.of("to"),
            "ramp", List.of("to", "attack", "sustain", "release", "back"),
            "switch", List.of("to"),
            "mute", List.of("to", "for"),
            "freeze", List.of("to", "for"),
            "message", List.of("text"),
            "end", List.of(),
            "extend", List.of());
    private static final List<String> ACTS =
            List.of("set", "ramp", "switch", "mute", "freeze", "message", "end", "extend");
    static final List<String> KEYS = List.of(
            "set", "ramp", "switch", "mute", "freeze", "message", "end", "extend", "to", "attack", "sustain", "release",
            "back", "for", "text");

    private static final int MAX_MESSAGE = 2000;
    private static final Duration LONGEST_RAMP = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Known known;
    private final AmountReader amounts;

    ActReader(Known known) {
        this.known = known;
        amounts = new AmountReader(known);
    }

    /** Null, and a problem, if the entry does nothing or several things. */
    @Nullable
    Act read(SectionFields fields, boolean repeats) {
        String kind = fields.one(ACTS, "write several entries of do for several acts");
        if (kind == null) {
            return null;
        }
        List<String> members = MEMBERS.getOrDefault(kind, List.of());
        for (String key : KEYS) {
            Item item = fields.get(key);
            if (item != null && !ACTS.contains(key) && !members.contains(key)) {
                known.problems()
                        .conflict(
                                item,
                                "does not belong to " + kind,
                                members.isEmpty() ? "is nothing more" : "are " + String.join(", ", members),
                                "remove it");
            }
        }
        Item item = Objects.requireNonNull(fields.get(kind));
        return switch (kind) {
            case "set" -> set(fields, item, repeats);
            case "ramp" -> ramp(fields, item, repeats);
            case "switch" -> circuit(fields, item);
            case "mute", "freeze" -> hold(fields, item, kind);
            case "message" -> message(fields, item);
            case "end" -> end(item);
            default -> new Act.Extend(fields.time("extend", SHORTEST, SHORTEST, Known.MAX_TIME));
        };
    }

    private @Nullable Act set(SectionFields fields, Item item, boolean repeats) {
        PropertyPath path = property(item);
        Amount to = to(fields, AmountReader.Kind.VALUE, repeats);
        return path == null || to == null ? null : new Act.Set(path, to);
    }

    private @Nullable Act ramp(SectionFields fields, Item item, boolean repeats) {
        PropertyPath path = property(item);
        Amount to = to(fields, AmountReader.Kind.NUMBER, repeats);
        if (!fields.has("attack")) {
            known.problems()
                    .missing(fields.section(), "attack", "is the time of the way there", "write attack: 2, or use set");
        }
        Duration attack = fields.time("attack", Duration.ZERO, Duration.ZERO, LONGEST_RAMP);
        Duration sustain = fields.optionalTime("sustain", Duration.ZERO, Known.MAX_TIME);
        for (String key : List.of("release", "back")) {
            Item later = fields.get(key);
            if (later != null && sustain == null) {
                known.problems().conflict(later, "is here without sustain", "is it with sustain only", "add sustain");
            }
        }
        Duration release = fields.time("release", Duration.ZERO, Duration.ZERO, LONGEST_RAMP);
        Item back = fields.get("back");
        return path == null || to == null
                ? null
                : new Act.Ramp(
                        path,
                        to,
                        attack,
                        sustain,
                        release,
                        back == null ? null : amounts.read(back, AmountReader.Kind.NUMBER, repeats));
    }

    private @Nullable Amount to(SectionFields fields, AmountReader.Kind kind, boolean repeats) {
        Item item = fields.get("to");
        if (item == null) {
            known.problems().missing(fields.section(), "to", "is the value to reach", "write to: 1.2");
            return null;
        }
        return amounts.read(item, kind, repeats);
    }

    private @Nullable PropertyPath property(Item item) {
        PropertyPath path = EffectsReader.path(item.text());
        if (!(item instanceof Scalar) || path == null || !known.rolesOrAll().contains(path.role())) {
            known.problems()
                    .wrong(
                            item,
                            "is role.effect.property with a role of " + String.join(", ", known.rolesOrAll()),
                            "write for instance " + known.rolesOrAll().get(0) + ".voice.pitch");
            return null;
        }
        return path;
    }

    private Act circuit(SectionFields fields, Item item) {
        String[] parts = item.text().split("\\.", -1);
        if (!(item instanceof Scalar)
                || parts.length != 2
                || !known.rolesOrAll().contains(parts[0])) {
            known.problems()
                    .wrong(
                            item,
                            "is role.effect with a role of " + String.join(", ", known.rolesOrAll()),
                            "write for instance " + known.rolesOrAll().get(0) + ".voice");
        }
        if (!fields.has("to")) {
            known.problems().missing(fields.section(), "to", "are out and in", "write to: out");
        }
        return new Act.Switch(
                parts[0],
                parts.length > 1 ? parts[1] : "",
                fields.word("to", "out", List.of("out", "in")).equals("in"));
    }

    private Act hold(SectionFields fields, Item item, String kind) {
        Medium medium = Arrays.stream(Medium.values())
                .filter(one -> one.key().equals(kind))
                .findFirst()
                .orElseThrow();
        if (medium == Medium.PICTURE && known.audioOnly()) {
            known.problems().conflict(item, "is here, and audioOnly is true", "is mute", "remove one of the two");
        }
        boolean on = fields.word("to", "on", List.of("on", "off")).equals("on");
        Item lasting = fields.get("for");
        if (lasting != null && !on) {
            known.problems().conflict(lasting, "is here with to: off", "is for with to: on only", "remove it");
        }
        return new Act.Hold(
                medium,
                fields.word(item, "", known.rolesOrAll(), "write a role of this plan"),
                on,
                fields.optionalTime("for", SHORTEST, Known.MAX_TIME));
    }

    private Act message(SectionFields fields, Item item) {
        String text = fields.text("text", MAX_MESSAGE);
        if (text == null) {
            known.problems()
                    .missing(fields.section(), "text", "is a text of 1 to " + MAX_MESSAGE + " characters", "add text");
        }
        return new Act.Message(
                fields.word(item, "", known.rolesOrAll(), "write a role of this plan"), text == null ? "" : text);
    }

    private Act end(Item item) {
        if (!item.text().equals("true")) {
            known.problems().wrong(item, "is true", "write end: true, or remove the entry");
        }
        return new Act.End();
    }
}
