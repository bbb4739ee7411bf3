package org.ducksoup.plan.reading;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Row;
import org.ducksoup.plan.text.Scalar;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** Reads the steps. */
final class TimelineReader {
    static final List<String> KEYS = List.of("step", "only", "when", "do");

    private final Known known;
    private final StepCheck check;

    TimelineReader(Known known) {
        this.known = known;
        check = new StepCheck(known);
    }

    /** The names of all steps, also of those with problems. */
    static Set<String> names(@Nullable Item timeline) {
        Set<String> names = new LinkedHashSet<>();
        if (timeline instanceof Row row) {
            for (Item item : row.items()) {
                if (item instanceof Section section && section.get("step") instanceof Scalar name) {
                    names.add(name.text());
                }
            }
        }
        return names;
    }

    List<Step> read(@Nullable Item timeline) {
        List<Step> steps = new ArrayList<>();
        if (timeline == null) {
            return steps;
        }
        if (!(timeline instanceof Row row)) {
            known.problems().wrong(timeline, "is a list of steps", "begin each step with a hyphen");
            return steps;
        }
        Set<String> names = new LinkedHashSet<>();
        for (Item item : row.items()) {
            if (item instanceof Section section) {
                step(section, names, steps);
            } else {
                known.problems().wrong(item, "are the keys " + String.join(", ", KEYS), "write - step: a-name");
            }
        }
        check.circles(steps, row);
        return steps;
    }

    private void step(Section section, Set<String> names, List<Step> steps) {
        SectionFields fields = new SectionFields(section, known.problems(), KEYS);
        Item named = fields.get("step");
        if (named == null) {
            known.problems().missing(section, "step", SectionFields.NAME_FORM, "write step: first");
        }
        String name = named == null ? "" : fields.name(named);
        if (named != null && !names.add(name)) {
            known.problems()
                    .conflict(named, "is the name of another step, too", "is each name once", "write " + name + "-2");
        }
        List<String> only = fields.words("only", known.conditions(), "write names of conditions of this plan");
        Section when = fields.section("when", "write when: {at: 1:30}");
        TriggerReader.When read = null;
        if (!fields.has("when")) {
            known.problems().missing(section, "when", "is a section with a trigger", "write when: {at: 1:30}");
        } else if (when != null) {
            read = new TriggerReader(known).read(new SectionFields(when, known.problems(), TriggerReader.KEYS));
        }
        List<Act> acts = acts(fields, read != null && read.limit() != 1);
        if (read != null) {
            Step step = new Step(
                    name,
                    Set.copyOf(only),
                    read.trigger(),
                    read.delay(),
                    read.jitter(),
                    read.limit(),
                    read.refractory(),
                    read.from(),
                    read.until(),
                    acts,
                    section.place());
            steps.add(step);
            check.step(step, section);
        }
    }

    private List<Act> acts(SectionFields fields, boolean repeats) {
        List<Act> acts = new ArrayList<>();
        List<Item> items = fields.list("do");
        if (items.isEmpty()) {
            known.problems()
                    .missing(fields.section(), "do", "is an act or a list of acts", "write do: {mute: a, for: 5}");
        }
        for (Item item : items) {
            if (item instanceof Section section) {
                Act act = new ActReader(known)
                        .read(new SectionFields(section, known.problems(), ActReader.KEYS), repeats);
                if (act != null) {
                    acts.add(act);
                }
            } else {
                known.problems().wrong(item, "is a section with an act", "write do: {mute: a, for: 5}");
            }
        }
        return acts;
    }
}
