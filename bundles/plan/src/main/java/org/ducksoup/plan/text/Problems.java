package org.ducksoup.plan.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one text. Readers go on after a problem, so that all of them are found at once. */
public final class Problems {
    private static final int MAX_SHOWN = 60;

    private final List<Problem> found = new ArrayList<>();

    /** A value that is not allowed. */
    public void wrong(Item item, String allowed, String remedy) {
        add(item.place(), item.path(), item.text(), "is wrong", "allowed " + allowed, remedy);
    }

    /** A value that contradicts another one. */
    public void conflict(Item item, String what, String allowed, String remedy) {
        add(item.place(), item.path(), item.text(), what, "allowed " + allowed, remedy);
    }

    /** A key that a section needs. */
    public void missing(Section section, String key, String allowed, String remedy) {
        add(section.place(), section.path(key), "", "is missing", "allowed " + allowed, remedy);
    }

    void add(Place place, String key, String value, String what, String allowed, String remedy) {
        found.add(new Problem(place, key, value, what, allowed, remedy));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text. */
    public List<Problem> all() {
        return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }

    /** A value for a sentence: short, on one line. */
    public static String quoted(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
        return '"' + (line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line) + '"';
    }
}
