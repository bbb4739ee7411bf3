package org.ducksoup.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.plan.assignment.Assigner;
import org.ducksoup.plan.assignment.ConditionCodes;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.ducksoup.plan.text.Problem;

/** The examples of {@code docs/experiments.md}, and small plans for tests. */
public final class Examples {
    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example: (\\S+) -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL);

    private Examples() {}

    public static Path docs(String file) {
        return DOCS.resolve(file);
    }

    private static List<MatchResult> all() {
        try {
            return EXAMPLE.matcher(Files.readString(docs("experiments.md")))
                    .results()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Names of the plans in the guide. */
    public static List<String> names() {
        return all().stream()
                .map(example -> example.group(1))
                .filter(name -> name.endsWith(".yaml"))
                .toList();
    }

    public static String text(String name) {
        return all().stream()
                .filter(example -> example.group(1).equals(name))
                .map(example -> example.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the guide has no example " + name));
    }

    public static Plan plan(String name) {
        return read(name.replace(".yaml", ""), text(name));
    }

    /** A plan that must be right. */
    public static Plan read(String name, String text) {
        PlanReader.Result result = PlanReader.read(name, text);
        if (result.plan() == null) {
            throw new AssertionError(
                    result.problems().stream().map(Problem::sentence).toList().toString());
        }
        return result.plan();
    }

    /** A plan as interactions see it, with its assignments in a directory. */
    public static ExperimentPlan served(Plan plan, Path state) {
        return new ServedPlan(plan, new Assigner(state, new ConditionCodes(state), () -> Instant.EPOCH, new Random(1)));
    }

    /** A dyad with two effects on {@code a}, and these steps. */
    public static Plan dyad(String timeline) {
        return read("dyad", DYAD + "timeline:\n" + timeline);
    }

    public static final String DYAD = """
            duration: 600
            roles: [a, b]
            effects:
              a: { audioFx: "pitch pitch=1 name=voice", videoFx: "videobalance name=light", values: { light.brightness: 0 } }
            conditions:
              high: {}
              low: {}
              sham: { shamOf: high, neutral: { a.voice.pitch: 1, a.light.brightness: 0, a.light.mode: plain } }
            orders:
              tones: [0.8, 0.9, 1.1, 1.2]
            """;

    /** Steps of such a dyad, with every kind of chance. Golden files have their timetables. */
    public static final String EVERY_CHANCE = """
              - step: start
                when: { at: { random: [10, 20] } }
                do: { set: a.voice.pitch, to: { choice: [0.8, 1, 1.25] } }
              - step: pulse
                when: { at: 0:30, every: 60, jitter: 5, limit: 4 }
                do:
                  - { ramp: a.voice.pitch, to: { order: tones }, attack: 0.5, sustain: 3, release: 0.5 }
                  - { set: a.light.brightness, to: { random: [-0.5, 0.5] } }
              - step: by-condition
                when: { at: { condition: { high: 4:00, low: 4:10 } } }
                do: { set: a.voice.pitch, to: { condition: { high: 1.2, low: { random: [0.7, 0.9] } } } }
              - step: answer
                when: { speech: b, for: 1, delay: { random: [0.1, 0.9] }, limit: 3 }
                do: { set: a.voice.pitch, to: { choice: [0.9, 1.1] } }
              - step: last
                only: [high, sham]
                when: { at: 9:00 }
                do: [{ mute: all, for: 2 }, { switch: a.light, to: out }, { extend: 30 }, { end: true }]
            """;
}
