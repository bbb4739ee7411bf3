package org.ducksoup.plan.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatinSquareTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12})
    void eachConditionIsAtEachPlaceAndFollowsEachOtherEquallyOften(int size) {
        List<List<Integer>> rows = LatinSquare.balanced(size);
        int times = size % 2 == 0 || size == 1 ? 1 : 2;
        assertThat(rows).hasSize(size * times);
        assertThat(rows).allSatisfy(row -> assertThat(new HashSet<>(row)).hasSize(size));
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> pairs = new HashMap<>();
        for (List<Integer> row : rows) {
            for (int i = 0; i < size; i++) {
                places.merge(i + " " + row.get(i), 1, Integer::sum);
                if (i > 0) {
                    pairs.merge(row.get(i - 1) + " " + row.get(i), 1, Integer::sum);
                }
            }
        }
        assertThat(new ArrayList<>(places.values())).hasSize(size * size).containsOnly(times);
        assertThat(pairs.values()).hasSize(size * (size - 1)).allMatch(count -> count == times);
    }
}
