package org.ducksoup.gstreamer.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;

/**
 * A program that measures elements, in order to write the list of allowed effects or to check it:
 *
 * <pre>EffectMeasurement [--unbounded] [name…]</pre>
 *
 * It prints a line for each trial. Without names it takes all that are allowed; {@code --unbounded} takes each property with
 * all that GStreamer allows.
 */
final class EffectMeasurement {
    private static final long SEED = 1;
    /** The number of failures of one property that are tried; more of them would show nothing new. */
    private static final int MAX_FATAL = 4;

    private EffectMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean unbounded = names.remove("--unbounded");
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "measurement");
        EffectRules rules = new EffectRules(unbounded ? Set.copyOf(names) : Set.of(), Set.of());
        EffectCheck check = EffectTrials.check(rules);
        if (names.isEmpty()) {
            new InstalledEffects(check, rules)
                    .all().stream().map(EffectDescription::name).forEach(names::add);
        }
        TrialFigures figures = new TrialFigures();
        try (TrialRunner runner = new TrialRunner()) {
            for (String name : names) {
                measure(runner, check.find(name).orElseThrow(), figures);
            }
        }
        System.out.println(figures);
        // Threads of GStreamer would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void measure(TrialRunner runner, ElementFacts element, TrialFigures figures) throws Exception {
        String property = "";
        int fatal = 0;
        for (EffectTrial trial : new EffectTrials(element, SEED).all()) {
            String next = trial.initial().size() == 1 ? trial.initial().firstKey() : "";
            fatal = next.equals(property) ? fatal : 0;
            property = next;
            if (fatal < MAX_FATAL) {
                TrialOutcome outcome = runner.run(trial);
                fatal += outcome.ending().isFatal() ? 1 : 0;
                figures.add(trial, outcome);
                System.out.println(String.format(Locale.ROOT, "%s\t%s", outcome.line(), trial));
            }
        }
    }

    static List<PropertyFacts> settable(ElementFacts element) {
        return element.properties().values().stream()
                .filter(property -> !property.name().equals("qos") && EffectCheck.settable(property))
                .toList();
    }
}
