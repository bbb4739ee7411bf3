package org.ducksoup.plan.text;

import java.util.List;

/** Several values in a row. */
public record Row(Place place, String path, List<Item> items) implements Item {
    public Row {
        items = List.copyOf(items);
    }

    @Override
    public String text() {
        return "[…]";
    }
}
