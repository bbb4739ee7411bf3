package org.ducksoup.signaling.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.ducksoup.signaling.json.JsonMembers;

/** Members of {@code join}, and claims of a token, that have a meaning for plans of experiments. */
public final class PlanMembers {
    public static final String PLAN = "plan";
    public static final String ROLE = "role";

    /** The code of a trial, which an operator has in place of plan and role. */
    public static final String TRIAL = "trial";

    /** The code of a condition. Only a token may have it. */
    public static final String CONDITION = "condition";

    /** A plan decides on it, and a page may say the same: it opens the camera before it knows the plan. All conditions have the same. */
    public static final String AUDIO_ONLY = "audioOnly";

    /** What a plan decides on, so that nobody else may. */
    public static final List<String> DECIDED = Stream.concat(
                    JoinTokens.FIXED.stream(), Stream.of(JoinTokens.LATER_FRAME_RATE))
            .filter(key -> !key.equals(AUDIO_ONLY))
            .toList();

    private PlanMembers() {}

    /** An empty text counts as absent, so a page may pass on a value that it does not have. */
    public static boolean isGiven(JsonMembers members, String key) {
        JsonNode member = members.payload().path(key);
        return !member.isMissingNode()
                && !member.isNull()
                && !(member.isTextual() && member.textValue().isEmpty());
    }
}
