package org.ducksoup.plan.reading;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.text.Problems;

/**
 * What the rest of a plan may name.
 *
 * @param conditionsByName those that could be read
 * @param steps names of all steps
 */
record Known(
        Problems problems,
        List<String> roles,
        Map<String, Condition> conditionsByName,
        Map<String, List<PropertyValue>> orders,
        Set<String> steps,
        boolean audioOnly) {
    static final Duration MAX_TIME = Duration.ofDays(1);

    Set<String> conditions() {
        return conditionsByName.keySet();
    }

    String firstCondition() {
        return conditions().stream().findFirst().orElse("x");
    }

    /** Roles, and the word for all of them. */
    List<String> rolesOrAll() {
        return java.util.stream.Stream.concat(roles.stream(), java.util.stream.Stream.of(Plan.ALL))
                .toList();
    }
}
