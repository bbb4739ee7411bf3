package org.ducksoup.gstreamer.catalogue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.catalogue.EffectTrial.Media;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.lab.LabEffects;

/**
 * The trials of an element: each property at the ends of its range and in between, several properties together, and
 * live changes.
 */
final class EffectTrials {
    private static final long[] STATIONS = {
        -1, 0, 1, 2, 3, 12, 100, 1_000, 5_000, 100_000, 10_000_000, 1_000_000_000, 22_369_621_354_167L
    };
    private static final int COMBINATIONS = 30;

    private final ElementFacts element;
    private final List<PropertyFacts> properties;
    private final Random random;

    /** @param element with the values that are to be tried */
    EffectTrials(ElementFacts element, long seed) {
        this.element = element;
        this.properties = EffectMeasurement.settable(element);
        random = new Random(seed ^ element.factory().hashCode());
    }

    static EffectCheck check(EffectRules rules) {
        return new EffectCheck(new ElementCatalogue(), new LabEffects(), rules);
    }

    List<EffectTrial> all() {
        boolean video = element.filtered() == MediaKind.VIDEO;
        List<Media> sizes = video ? List.of(Media.HD, Media.SMALL, Media.SMALLEST) : List.of(Media.STEREO, Media.MONO);
        Media small = sizes.get(sizes.size() - 1);
        List<EffectTrial> trials = new ArrayList<>();
        for (Media size : sizes) {
            trials.add(trial(longer(size), Map.of(), Map.of()));
        }
        for (PropertyFacts property : properties) {
            for (String value : values(property)) {
                for (Media size : sizes) {
                    trials.add(trial(size, Map.of(property.name(), value), Map.of()));
                }
                if (property.live()) {
                    String initial = property.initial();
                    trials.add(trial(
                            video ? Media.SMALL : small,
                            // Some elements have a default value that pages may not set.
                            initial == null || property.parse(initial).isEmpty()
                                    ? Map.of()
                                    : Map.of(property.name(), initial),
                            Map.of(property.name(), value)));
                }
            }
        }
        for (int i = 0; i < COMBINATIONS && properties.size() > 1; i++) {
            trials.add(trial(
                    i < 2 ? longer(sizes.get(0)) : sizes.get(i % sizes.size()),
                    combination(i),
                    i % 3 == 0 ? live(combination(i)) : Map.of()));
        }
        return trials;
    }

    private static Media longer(Media size) {
        return size == Media.HD ? Media.LONG : size;
    }

    private EffectTrial trial(Media media, Map<String, String> initial, Map<String, String> live) {
        return new EffectTrial(element.factory(), media, new TreeMap<>(initial), new TreeMap<>(live));
    }

    /** All properties at their lowest values, all at their highest, and then random ones. */
    private SortedMap<String, String> combination(int number) {
        SortedMap<String, String> values = new TreeMap<>();
        for (PropertyFacts property : properties) {
            List<String> possible = values(property);
            int chosen = number == 0
                    ? 0
                    : number == 1
                            ? Math.min(1, possible.size() - 1)
                            : random.nextInt(Math.min(possible.size(), number % 2 == 0 ? 2 : 99));
            if (!possible.isEmpty()) {
                values.put(property.name(), possible.get(chosen));
            }
        }
        return values;
    }

    private SortedMap<String, String> live(SortedMap<String, String> values) {
        SortedMap<String, String> live = new TreeMap<>(values);
        properties.stream().filter(property -> !property.live()).forEach(property -> live.remove(property.name()));
        return live;
    }

    /** The lowest and the highest values are first. */
    static List<String> values(PropertyFacts property) {
        Domain domain = property.domain();
        Set<String> values = new LinkedHashSet<>();
        if (domain instanceof Domain.Whole whole) {
            values.add(whole.min().toString());
            values.add(whole.max().toString());
            values.add(whole.min().add(whole.max()).shiftRight(1).toString());
            for (long station : STATIONS) {
                BigInteger number = BigInteger.valueOf(station);
                if (number.compareTo(whole.min()) >= 0 && number.compareTo(whole.max()) <= 0) {
                    values.add(number.toString());
                }
            }
        } else if (domain instanceof Domain.Real real) {
            values.add(Double.toString(real.min()));
            values.add(Double.toString(real.max()));
            values.add(Double.toString(real.min() / 2 + real.max() / 2));
            for (long station : STATIONS) {
                if (station >= real.min() && station <= real.max()) {
                    values.add(Double.toString(station));
                }
            }
        } else if (domain instanceof Domain.Switch) {
            values.addAll(List.of("true", "false"));
        } else if (domain instanceof Domain.Choice choice) {
            choice.options().forEach(option -> values.add(option.nick()));
        } else if (domain instanceof Domain.Flags flags) {
            StringBuilder all = new StringBuilder();
            for (Domain.Option option : flags.options()) {
                values.add(option.nick());
                all.append(all.isEmpty() ? "" : "+").append(option.nick());
            }
            values.add(all.toString());
        } else if (domain instanceof Domain.Text) {
            values.addAll(List.of(
                    "",
                    "x".repeat(256),
                    "%n%s%n",
                    "0",
                    "-1",
                    "1,2,3",
                    "/dev/zero",
                    "%1000000000Y",
                    "<span size=\"99999999\">x</span>"));
        }
        return List.copyOf(values);
    }
}
