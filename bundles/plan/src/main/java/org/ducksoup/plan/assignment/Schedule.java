package org.ducksoup.plan.assignment;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.plan.draw.Draws;
import org.ducksoup.plan.model.Assignment;

/** Which condition has which place. A pure function: the place is all that has to be kept. */
final class Schedule {
    private Schedule() {}

    /**
     * The condition of the n-th interaction.
     *
     * @param place from 0
     */
    static String condition(Assignment assignment, long seed, long place) {
        List<String> conditions = assignment.conditions();
        if (assignment.method() != Assignment.Method.BLOCKS) {
            return conditions.get((int) (place % conditions.size()));
        }
        List<String> block = new ArrayList<>();
        while (block.size() < assignment.blockSize()) {
            block.addAll(conditions);
        }
        int size = block.size();
        return new Draws(seed).shuffled("block " + (place / size + 1), block).get((int) (place % size));
    }

    /**
     * The condition of the n-th interaction of a group.
     *
     * @param group from 0
     * @param number of the interaction in the group, from 0
     */
    static String condition(Assignment assignment, int group, int number) {
        List<String> conditions = assignment.conditions();
        List<List<Integer>> rows = LatinSquare.balanced(conditions.size());
        return conditions.get(rows.get(group % rows.size()).get(number));
    }
}
