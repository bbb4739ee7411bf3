package org.ducksoup.plan.assignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A Latin square that is balanced for carry-over: each condition follows each other one equally often (Williams 1949). An odd
 * number of conditions needs twice as many rows.
 */
final class LatinSquare {
    private LatinSquare() {}

    /** @return rows of the numbers 0 to {@code size - 1} */
    static List<List<Integer>> balanced(int size) {
        List<Integer> first = new ArrayList<>();
        for (int column = 0; column < size; column++) {
            // 0, 1, n-1, 2, n-2, 3, …
            first.add(column % 2 == 1 ? (column + 1) / 2 : (size - column / 2) % size);
        }
        List<List<Integer>> rows = new ArrayList<>();
        for (int shift = 0; shift < size; shift++) {
            int by = shift;
            rows.add(first.stream().map(number -> (number + by) % size).toList());
        }
        if (size % 2 == 1 && size > 1) {
            for (int row = 0; row < size; row++) {
                List<Integer> mirrored = new ArrayList<>(rows.get(row));
                Collections.reverse(mirrored);
                rows.add(mirrored);
            }
        }
        return rows;
    }
}
