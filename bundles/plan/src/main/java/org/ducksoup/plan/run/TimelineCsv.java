package org.ducksoup.plan.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.DueAct;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.plan.text.CsvLine;
import org.jspecify.annotations.Nullable;

/** The file {@code timeline.csv}: a line for each act, planned beside applied. Times are seconds since the start. */
public final class TimelineCsv {
    /** The first line. */
    public static final String HEADER =
            "step,repetition,cause,planned_s,applied_s,late_ms,role,act,target,value,over_s,deviation,problem\n";

    private TimelineCsv() {}

    /** One line. */
    public static String line(ActRecord entry) {
        DueAct due = entry.act();
        What what = what(due.act());
        return CsvLine.of(List.of(
                due.step(),
                Integer.toString(due.repetition()),
                due.cause(),
                seconds(due.due()),
                seconds(entry.applied()),
                entry.applied() == null ? "" : milliseconds(entry.lateness()),
                what.role(),
                what.act(),
                what.target(),
                what.value(),
                seconds(what.over()),
                entry.isDeviation() ? "1" : "0",
                entry.problem() == null ? "" : entry.problem()));
    }

    /** An act in columns. */
    private record What(
            String role,
            String act,
            String target,
            String value,
            @Nullable Duration over) {}

    private static What what(PlanAct act) {
        if (act instanceof PlanAct.Control control) {
            String value = control.value() instanceof PropertyValue.DoubleValue number
                    ? BigDecimal.valueOf(number.value()).stripTrailingZeros().toPlainString()
                    : String.valueOf(control.value().plain());
            String target = control.effect() + "." + control.property();
            return new What(control.role(), "control", target, value, control.over());
        } else if (act instanceof PlanAct.Switch circuit) {
            return new What(circuit.role(), "switch", circuit.effect(), circuit.in() ? "in" : "out", null);
        } else if (act instanceof PlanAct.Mute mute) {
            return new What(mute.role(), "mute", "", mute.on() ? "on" : "off", null);
        } else if (act instanceof PlanAct.Freeze freeze) {
            return new What(freeze.role(), "freeze", "", freeze.on() ? "on" : "off", null);
        } else if (act instanceof PlanAct.Message message) {
            return new What(message.role(), "message", "", message.text(), null);
        } else if (act instanceof PlanAct.Extend extend) {
            return new What("", "extend", "", seconds(extend.by()), null);
        }
        return new What("", "end", "", "", null);
    }

    private static String seconds(@Nullable Duration time) {
        return time == null
                ? ""
                : BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    private static String milliseconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString();
    }
}
