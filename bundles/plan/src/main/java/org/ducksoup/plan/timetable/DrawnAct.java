package org.ducksoup.plan.timetable;

import java.time.Duration;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Act.Medium;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.text.TimeText;
import org.jspecify.annotations.Nullable;

/** An act of a step for one role, with its values drawn. */
public sealed interface DrawnAct {
    /** For people: {@code ramp a.voice.pitch to 1.2 in 2 s}. */
    String sentence();

    /** Whom it concerns; null for everybody. */
    @Nullable
    String role();

    record Set(PropertyPath property, PropertyValue to) implements DrawnAct {
        @Override
        public String role() {
            return property.role();
        }

        @Override
        public String sentence() {
            return "set " + property + " to " + shown(to);
        }
    }

    /** See {@link org.ducksoup.plan.model.Act.Ramp}. */
    record Ramp(
            PropertyPath property,
            PropertyValue to,
            Duration attack,
            @Nullable Duration sustain,
            Duration release,
            @Nullable PropertyValue back)
            implements DrawnAct {
        @Override
        public String role() {
            return property.role();
        }

        @Override
        public String sentence() {
            String there = "ramp " + property + " to " + shown(to) + " in " + TimeText.span(attack);
            return sustain == null
                    ? there
                    : there + ", for " + TimeText.span(sustain) + ", back "
                            + (back == null ? "" : "to " + shown(back) + " ") + "in " + TimeText.span(release);
        }
    }

    record Switch(String role, String effect, boolean in) implements DrawnAct {
        @Override
        public String sentence() {
            return "switch " + role + "." + effect + (in ? " in" : " out");
        }
    }

    /** See {@link org.ducksoup.plan.model.Act.Hold}. */
    record Hold(
            Medium medium,
            String role,
            boolean on,
            @Nullable Duration lasting) implements DrawnAct {
        @Override
        public String sentence() {
            return (on ? "" : "un") + medium.key() + " " + role
                    + (lasting == null ? "" : " for " + TimeText.span(lasting));
        }
    }

    record Message(String role, String text) implements DrawnAct {
        @Override
        public String sentence() {
            return "message to " + role + ": " + text;
        }
    }

    record End() implements DrawnAct {
        @Override
        public @Nullable String role() {
            return null;
        }

        @Override
        public String sentence() {
            return "end";
        }
    }

    record Extend(Duration by) implements DrawnAct {
        @Override
        public @Nullable String role() {
            return null;
        }

        @Override
        public String sentence() {
            return "extend by " + TimeText.span(by);
        }
    }

    /** A value as a plan would write it. */
    static String shown(PropertyValue value) {
        return value instanceof PropertyValue.DoubleValue number
                ? java.math.BigDecimal.valueOf(number.value())
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value.plain());
    }
}
