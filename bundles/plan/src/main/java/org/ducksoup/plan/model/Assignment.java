package org.ducksoup.plan.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who decides which condition an interaction gets.
 *
 * @param conditions in the order in which they are given out
 * @param blockSize of {@link Method#BLOCKS}: interactions of a block
 * @param separator of {@link Method#LATIN_SQUARE}: what stands between the group's name and the number of its interaction
 * @param seed of blocks; null for one that the server draws once for the plan
 */
public record Assignment(
        Method method,
        List<String> conditions,
        int blockSize,
        String separator,
        @Nullable Long seed) {
    public Assignment {
        conditions = List.copyOf(conditions);
    }

    /** How conditions are given to interactions. */
    public enum Method {
        /** The token of the first join has the condition's code. */
        TOKEN("token"),
        /** One after the other, and again from the first. */
        SEQUENCE("sequence"),
        /** Each block has each condition equally often, in an order of its own. */
        BLOCKS("blocks"),
        /** Each group passes through all conditions, in the order of its row of a balanced square. */
        LATIN_SQUARE("latin-square");

        private final String token;

        Method(String token) {
            this.token = token;
        }

        /** Its name in plans. */
        public String token() {
            return token;
        }
    }
}
