package org.ducksoup.plan.reading;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.Trigger;
import org.ducksoup.plan.model.Trigger.State;
import org.ducksoup.plan.text.Item;
import org.jspecify.annotations.Nullable;

/** Reads what a step waits for: the section {@code when}. */
final class TriggerReader {
    private static final List<String> STATES =
            Arrays.stream(State.values()).map(State::key).toList();
    private static final List<String> TRIGGERS =
            Stream.concat(Stream.of("at", "marker", "step"), STATES.stream()).toList();
    private static final List<String> DETAILS =
            List.of("every", "of", "for", "hysteresis", "delay", "jitter", "limit", "refractory", "from", "until");
    static final List<String> KEYS =
            Stream.concat(TRIGGERS.stream(), DETAILS.stream()).toList();

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_HYSTERESIS = Duration.ofSeconds(10);
    private static final int MAX_LIMIT = 10_000;

    private final Known known;
    private final AmountReader amounts;

    /** The section, with everything in it that is not about the acts. */
    record When(
            Trigger trigger,
            @Nullable Amount delay,
            Duration jitter,
            int limit,
            Duration refractory,
            Duration from,
            @Nullable Duration until) {}

    TriggerReader(Known known) {
        this.known = known;
        amounts = new AmountReader(known);
    }

    /** Null, and a problem, if it waits for nothing or for several things. */
    @Nullable
    When read(SectionFields fields) {
        String kind = fields.one(TRIGGERS, "write several steps for several triggers");
        if (kind == null) {
            return null;
        }
        int limit = fields.whole("limit", fields.has("every") ? 0 : 1, 1, MAX_LIMIT);
        boolean isTime = kind.equals("at");
        if (isTime && !fields.has("every") && limit > 1) {
            known.problems()
                    .missing(fields.section(), "every", "are times between repetitions", "add every, or remove limit");
        }
        fits(fields, "every", isTime, "at");
        fits(fields, "of", kind.equals("marker"), "marker");
        fits(fields, "for", STATES.contains(kind), "speech, silence, leaves, returns");
        fits(fields, "hysteresis", kind.equals("speech") || kind.equals("silence"), "speech, silence");
        fits(fields, "delay", !isTime, "triggers other than at");
        fits(fields, "refractory", !isTime, "triggers other than at");
        fits(fields, "from", !isTime, "triggers other than at");
        Duration from = fields.time("from", Duration.ZERO, Duration.ZERO, Known.MAX_TIME);
        Duration until = fields.optionalTime("until", Duration.ZERO, Known.MAX_TIME);
        Item end = fields.get("until");
        if (until != null && end != null && until.compareTo(from) <= 0 && fields.has("from")) {
            known.problems().conflict(end, "is not after from", "is a later time than from", "exchange them");
        }
        Item delay = fields.get("delay");
        Duration jitter = fields.time("jitter", Duration.ZERO, Duration.ZERO, Known.MAX_TIME);
        Duration every = fields.optionalTime("every", SHORTEST, Known.MAX_TIME);
        Item moved = fields.get("jitter");
        if (moved != null && every != null && jitter.multipliedBy(2).compareTo(every) >= 0) {
            known.problems()
                    .wrong(
                            moved,
                            "are times below half of every, so that repetitions keep their order",
                            "write a shorter time");
        }
        return new When(
                trigger(fields, kind, limit, every),
                delay == null ? null : amounts.read(delay, AmountReader.Kind.TIME, limit != 1),
                jitter,
                limit,
                fields.time("refractory", Duration.ZERO, Duration.ZERO, Known.MAX_TIME),
                from,
                until);
    }

    private void fits(SectionFields fields, String key, boolean fits, String with) {
        Item item = fields.get(key);
        if (item != null && !fits) {
            known.problems()
                    .conflict(item, "does not belong to this trigger", "is " + key + " with " + with, "remove it");
        }
    }

    private Trigger trigger(SectionFields fields, String kind, int limit, @Nullable Duration every) {
        Item item = Objects.requireNonNull(fields.get(kind));
        return switch (kind) {
            case "at" -> new Trigger.At(amounts.read(item, AmountReader.Kind.TIME, limit != 1), every);
            case "marker" -> {
                Item of = fields.get("of");
                String role = of == null ? null : fields.word(of, "", known.roles(), "write a role of this plan");
                yield new Trigger.Marker(fields.name(item), role);
            }
            case "step" ->
                new Trigger.After(fields.word(item, "", known.steps(), "write the name of a step of this plan"));
            default ->
                new Trigger.While(
                        state(kind),
                        fields.word(item, "", known.roles(), "write a role of this plan"),
                        fields.time("for", Duration.ZERO, Duration.ZERO, Known.MAX_TIME),
                        fields.time("hysteresis", Duration.ZERO, Duration.ZERO, LONGEST_HYSTERESIS));
        };
    }

    private static State state(String key) {
        return Arrays.stream(State.values())
                .filter(state -> state.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
