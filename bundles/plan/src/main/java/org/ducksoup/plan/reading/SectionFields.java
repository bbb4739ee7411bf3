package org.ducksoup.plan.reading;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Problems;
import org.ducksoup.plan.text.Row;
import org.ducksoup.plan.text.Scalar;
import org.ducksoup.plan.text.Section;
import org.ducksoup.plan.text.Spelling;
import org.ducksoup.plan.text.TimeText;
import org.jspecify.annotations.Nullable;

/** The typed values of a section. One that is wrong is a problem, and the fallback stands in for it. */
final class SectionFields {
    /** Names of roles, conditions, steps, orders and markers. */
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");

    static final String NAME_FORM = "is a letter and up to 39 more letters, digits, - or _";

    private final Section section;
    private final Problems problems;

    SectionFields(Section section, Problems problems, Collection<String> allowed) {
        this.section = section;
        this.problems = problems;
        section.allow(allowed, problems);
    }

    Section section() {
        return section;
    }

    boolean has(String key) {
        return section.has(key);
    }

    @Nullable
    Item get(String key) {
        return section.get(key);
    }

    Duration time(String key, Duration fallback, Duration min, Duration max) {
        Item item = section.get(key);
        return item == null ? fallback : time(item, fallback, min, max);
    }

    @Nullable
    Duration optionalTime(String key, Duration min, Duration max) {
        Item item = section.get(key);
        return item == null ? null : time(item, min, min, max);
    }

    private Duration time(Item item, Duration fallback, Duration min, Duration max) {
        Duration time =
                item instanceof Scalar scalar ? TimeText.parse(scalar.text()).orElse(null) : null;
        if (time == null || time.compareTo(min) < 0 || time.compareTo(max) > 0) {
            problems.wrong(
                    item,
                    "are " + TimeText.FORM + ", from " + TimeText.span(min) + " to " + TimeText.span(max),
                    time == null ? "write a time such as 90 or 1:30" : "write a time in this range");
            return fallback;
        }
        return time;
    }

    int whole(String key, int fallback, int min, int max) {
        Item item = section.get(key);
        return item == null ? fallback : (int) whole(item, fallback, min, max);
    }

    @Nullable
    Long optionalWhole(String key, long max) {
        Item item = section.get(key);
        return item == null ? null : (Long) whole(item, 0, 0, max);
    }

    @Nullable
    Double optionalNumber(String key, int min, int max) {
        Item item = section.get(key);
        if (item == null) {
            return null;
        }
        BigDecimal number = item instanceof Scalar scalar ? scalar.number().orElse(null) : null;
        if (number == null
                || number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            problems.wrong(
                    item, "are numbers from " + min + " to " + max, "write a number in this range, without quotes");
            return null;
        }
        return number.doubleValue();
    }

    private long whole(Item item, long fallback, long min, long max) {
        BigDecimal number = item instanceof Scalar scalar ? scalar.number().orElse(null) : null;
        boolean fits = number != null
                && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        if (number == null || !fits) {
            problems.wrong(
                    item,
                    "are whole numbers from " + min + " to " + max,
                    "write a number in this range, without quotes");
            return fallback;
        }
        return number.longValueExact();
    }

    boolean flag(String key, boolean fallback) {
        Item item = section.get(key);
        if (item == null) {
            return fallback;
        }
        if (item instanceof Scalar scalar && scalar.flag().isPresent()) {
            return scalar.flag().get();
        }
        problems.wrong(item, "are true and false", "write one of them, without quotes");
        return fallback;
    }

    /** One of some words. */
    String word(String key, String fallback, Collection<String> allowed) {
        Item item = section.get(key);
        return item == null ? fallback : word(item, fallback, allowed, "write one of them");
    }

    /** @param otherwise the remedy if nothing similar is allowed */
    String word(Item item, String fallback, Collection<String> allowed, String otherwise) {
        if (item instanceof Scalar && allowed.contains(item.text())) {
            return item.text();
        }
        String remedy = Spelling.nearest(item.text(), allowed)
                .map(name -> "write " + name)
                .orElse(otherwise);
        problems.wrong(
                item,
                allowed.isEmpty() ? "is none, because there are none" : "are " + String.join(", ", allowed),
                remedy);
        return fallback;
    }

    /** A new name. */
    String name(Item item) {
        if (item instanceof Scalar && NAME.matcher(item.text()).matches()) {
            return item.text();
        }
        problems.wrong(item, NAME_FORM, "choose a shorter or simpler name");
        return "x";
    }

    @Nullable
    String text(String key, int max) {
        Item item = section.get(key);
        if (item == null) {
            return null;
        }
        boolean fits = item instanceof Scalar
                && !item.text().isBlank()
                && item.text().length() <= max
                && item.text().chars().noneMatch(c -> Character.isISOControl(c) && c != '\n');
        if (!fits) {
            problems.wrong(item, "is a text of 1 to " + max + " characters", "write it on one line, in quotes");
            return "";
        }
        return item.text();
    }

    @Nullable
    Section section(String key, String remedy) {
        Item item = section.get(key);
        if (item instanceof Section inner) {
            return inner;
        }
        if (item != null) {
            problems.wrong(item, "is a section with keys", remedy);
        }
        return null;
    }

    /** The values of a list; one value stands for a list of it. */
    List<Item> list(String key) {
        Item item = section.get(key);
        return item == null ? List.of() : item instanceof Row row ? row.items() : List.of(item);
    }

    /** A list of different words. */
    List<String> words(String key, Collection<String> allowed, String otherwise) {
        Set<String> words = new LinkedHashSet<>();
        List<Item> items = list(key);
        for (Item item : items) {
            String word = word(item, "", allowed, otherwise);
            if (!word.isEmpty() && !words.add(word)) {
                problems.conflict(item, "is there twice", "is each once", "remove one");
            }
        }
        return new ArrayList<>(words);
    }

    /** The one key of several that is there; null, and a problem, if it is none or more. */
    @Nullable
    String one(Collection<String> keys, String remedy) {
        List<String> there = keys.stream().filter(section::has).toList();
        if (there.size() == 1) {
            return there.get(0);
        }
        if (there.isEmpty() && !keys.containsAll(section.keys().keySet()) && !problems.isEmpty()) {
            // Most likely one is misspelt, and that was said.
            return null;
        }
        String what = there.isEmpty() ? "has none of its keys" : "has " + String.join(" and ", there);
        problems.conflict(
                section,
                what,
                "is exactly one of " + String.join(", ", keys),
                there.isEmpty() ? "write one of them" : remedy);
        return null;
    }
}
