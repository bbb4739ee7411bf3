package org.ducksoup.plan.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody most likely meant. */
public final class Spelling {
    private static final int MAX_DISTANCE = 2;

    private Spelling() {}

    /** A clause: which name to write instead. */
    static String remedy(String written, Collection<String> known) {
        return nearest(written, known).map(name -> "write " + name).orElse("remove it, or move it to where it belongs");
    }

    public static Optional<String> nearest(String written, Collection<String> known) {
        String small = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name ->
                        distance(small, name.toLowerCase(Locale.ROOT)) <= Math.min(MAX_DISTANCE, small.length() / 3))
                .min(Comparator.comparingInt(name -> distance(small, name.toLowerCase(Locale.ROOT))));
    }

    /** How many letters differ, are added, or are missing (Levenshtein); neighbours that changed places count as one. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int changed = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(changed, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
