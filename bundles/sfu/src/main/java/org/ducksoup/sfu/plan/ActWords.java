package org.ducksoup.sfu.plan;

import java.math.BigDecimal;
import java.time.Duration;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone.Change;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.PlanAct;

/** Acts of a plan as logs and files have them. */
final class ActWords {
    private ActWords() {}

    static Change of(PlanAct act) {
        if (act instanceof PlanAct.Control control) {
            String target = control.effect() + "." + control.property();
            return new Change(control.role(), "control", target, plain(control.value()), control.over());
        } else if (act instanceof PlanAct.Switch circuit) {
            return atOnce(circuit.role(), "switch", circuit.effect(), circuit.in() ? "in" : "out");
        } else if (act instanceof PlanAct.Mute mute) {
            return atOnce(mute.role(), "mute", "", mute.on() ? "on" : "off");
        } else if (act instanceof PlanAct.Freeze freeze) {
            return atOnce(freeze.role(), "freeze", "", freeze.on() ? "on" : "off");
        } else if (act instanceof PlanAct.Message message) {
            return atOnce(message.role(), "message", "", message.text());
        } else if (act instanceof PlanAct.Extend extend) {
            return atOnce("", "extend", "", plain(extend.by()));
        }
        return atOnce("", "end", "", "");
    }

    private static Change atOnce(String role, String act, String target, String value) {
        return new Change(role, act, target, value, Duration.ZERO);
    }

    /** No exponent, and no zeros behind. */
    private static String plain(PropertyValue value) {
        return value instanceof PropertyValue.DoubleValue number
                ? BigDecimal.valueOf(number.value()).stripTrailingZeros().toPlainString()
                : String.valueOf(value.plain());
    }

    private static String plain(Duration seconds) {
        return BigDecimal.valueOf(seconds.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
