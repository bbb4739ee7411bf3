package org.ducksoup.plan.assignment;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ducksoup.api.cluster.SharedLines;
import org.ducksoup.parts.CsvLine;
import org.ducksoup.plan.model.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The codes of conditions, which say nothing to anybody who has not the key. The key is a file of its own,
 * {@code PLAN.key.csv}, in the directory of the server's state and never beside recordings. A condition keeps its code for ever.
 */
public final class ConditionCodes {
    private static final String HEADER = "code,condition\n";
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 10;

    private final Path directory;
    private final RandomGenerator random;
    private final Supplier<@Nullable SharedLines> shared;

    /** @param random unpredictable, so that nobody can compute a code from a name */
    public ConditionCodes(Path directory, RandomGenerator random) {
        this(directory, random, () -> null);
    }

    /** For a server that is alone. */
    public ConditionCodes(Path directory) {
        this(directory, new SecureRandom());
    }

    /** @param shared what all servers of the cluster have; null on a server that is alone */
    public ConditionCodes(Path directory, RandomGenerator random, Supplier<@Nullable SharedLines> shared) {
        this.directory = directory;
        this.random = random;
        this.shared = shared;
    }

    /** The code of each condition of a plan. New conditions get new codes. */
    public synchronized Map<String, String> of(Plan plan) throws IOException {
        try (StateFile file = StateFile.open(directory.resolve(plan.name() + ".key.csv"), shared.get())) {
            while (true) {
                List<String> lines = file.lines();
                Map<String, String> known = new LinkedHashMap<>();
                lines.stream().skip(1).map(CsvLine::values).forEach(line -> known.put(line.get(1), line.get(0)));
                StringBuilder more = new StringBuilder(lines.isEmpty() ? HEADER : "");
                Map<String, String> codes = new LinkedHashMap<>();
                for (String condition : plan.conditions().keySet()) {
                    String code = known.get(condition);
                    if (code == null) {
                        code = code();
                        more.append(CsvLine.of(List.of(code, condition)));
                    }
                    codes.put(condition, code);
                }
                if (more.length() == 0 || file.add(lines, more.toString())) {
                    return codes;
                }
                // Another server has made codes meanwhile: those count.
            }
        }
    }

    private String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
