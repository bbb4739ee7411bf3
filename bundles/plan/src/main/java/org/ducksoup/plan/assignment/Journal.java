package org.ducksoup.plan.assignment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import org.ducksoup.parts.CsvLine;
import org.jspecify.annotations.Nullable;

/** What the file of a plan's assignments says about one way of giving places out. */
final class Journal {
    /** The line with the seed of the blocks. */
    static final String BLOCKS = "blocks";

    private static final int COLUMNS = 9;

    private final boolean empty;
    private final TreeSet<Long> released = new TreeSet<>();
    private final LinkedHashSet<String> groups = new LinkedHashSet<>();
    private long places;
    private @Nullable Long blocksSeed;

    private Journal(boolean empty) {
        this.empty = empty;
    }

    /** @param scheme lines of others do not count */
    static Journal read(List<String> lines, String scheme) {
        Journal journal = new Journal(lines.isEmpty());
        for (String line : lines) {
            List<String> values = CsvLine.values(line);
            if (values.size() == COLUMNS && values.get(2).equals(scheme)) {
                journal.add(values);
            }
        }
        return journal;
    }

    private void add(List<String> values) {
        switch (values.get(0)) {
            case BLOCKS -> blocksSeed = Long.parseLong(values.get(7));
            case "assigned" -> {
                long place = Long.parseLong(values.get(3));
                released.remove(place);
                places = Math.max(places, place + 1);
                if (!values.get(4).isEmpty()) {
                    groups.add(values.get(4));
                }
            }
            case "released" -> released.add(Long.parseLong(values.get(3)));
            default -> {}
        }
    }

    /** Whether the file is new. */
    boolean isEmpty() {
        return empty;
    }

    /** The first place that nobody has. */
    long nextPlace() {
        return released.isEmpty() ? places : released.first();
    }

    /** The number of a group, in the order in which they came, from 0. */
    int indexOf(String group) {
        int known = new ArrayList<>(groups).indexOf(group);
        return known < 0 ? groups.size() : known;
    }

    @Nullable
    Long blocksSeed() {
        return blocksSeed;
    }
}
