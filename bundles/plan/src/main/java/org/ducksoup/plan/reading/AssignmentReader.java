package org.ducksoup.plan.reading;

import java.util.Arrays;
import java.util.List;
import org.ducksoup.plan.model.Assignment;
import org.ducksoup.plan.model.Assignment.Method;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** Reads who decides on the condition of an interaction. */
final class AssignmentReader {
    static final List<String> KEYS = List.of("by", "conditions", "blockSize", "separator", "seed");
    private static final int MAX_BLOCK = 1000;

    private final Known known;

    AssignmentReader(Known known) {
        this.known = known;
    }

    Assignment read(@Nullable Section section) {
        List<String> all = List.copyOf(known.conditions());
        if (section == null) {
            // Without a word on it, one condition needs no decision, and several need somebody who decides.
            return new Assignment(all.size() == 1 ? Method.SEQUENCE : Method.TOKEN, all, 1, ".", null);
        }
        SectionFields fields = new SectionFields(section, known.problems(), KEYS);
        List<String> methods = Arrays.stream(Method.values()).map(Method::token).toList();
        if (!fields.has("by")) {
            known.problems().missing(section, "by", "are " + String.join(", ", methods), "write by: blocks");
        }
        Method method = method(fields.word("by", Method.TOKEN.token(), methods));
        List<String> conditions = fields.words("conditions", all, "write names of conditions of this plan");
        if (conditions.isEmpty()) {
            conditions = all;
        }
        int blockSize = fields.whole("blockSize", Math.max(1, conditions.size()), 1, MAX_BLOCK);
        Item block = fields.get("blockSize");
        if (block != null && !conditions.isEmpty() && blockSize % conditions.size() != 0) {
            known.problems()
                    .wrong(
                            block,
                            "are multiples of the number of conditions, which is " + conditions.size(),
                            "write " + conditions.size() + " or " + 2 * conditions.size());
        }
        only(fields, "blockSize", method, Method.BLOCKS);
        only(fields, "seed", method, Method.BLOCKS);
        only(fields, "separator", method, Method.LATIN_SQUARE);
        String separator = fields.text("separator", 5);
        return new Assignment(
                method,
                conditions,
                blockSize,
                separator == null ? "." : separator,
                fields.optionalWhole("seed", Plan.MAX_SEED));
    }

    private void only(SectionFields fields, String key, Method method, Method with) {
        Item item = fields.get(key);
        if (item != null && method != with) {
            known.problems()
                    .conflict(
                            item,
                            "is here with by: " + method.token(),
                            "is it with by: " + with.token() + " only",
                            "remove it, or change by");
        }
    }

    private static Method method(String token) {
        return Arrays.stream(Method.values())
                .filter(method -> method.token().equals(token))
                .findFirst()
                .orElse(Method.TOKEN);
    }
}
