package org.ducksoup.sfu.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.plan.ExperimentPlan;
import org.jspecify.annotations.Nullable;

/**
 * Holds the place that a join asks for against the plan of its interaction. Decides by its arguments alone. The sentences are for
 * a page's author; they tell nothing of conditions.
 */
public final class PlanPlaces {
    private static final int NAMES_SHOWN = 20;

    private PlanPlaces() {}

    /**
     * Why no interaction can begin with this join.
     *
     * @param plan of the name that the join says; null if there is none
     * @return null if it can begin
     */
    public static @Nullable Reason objection(JoinRequest request, @Nullable ExperimentPlan plan, PlansHere plans) {
        PlanPlace place = request.place();
        if (place == null) {
            return null;
        }
        if (place.trial() != null && plan == null) {
            return trialObjection(place.trial());
        }
        if (plan == null) {
            List<String> names = plans.names();
            String known = names.isEmpty()
                    ? "it has none; their directory is DUCKSOUP_PLANS_DIR, and ducksoup:plan list says what is wrong"
                    : "allowed: " + names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
            return new Reason("plan", place.plan(), "this server has no plan " + place.plan() + " in use; " + known);
        }
        return valueObjection(place, plan);
    }

    private static Reason trialObjection(String code) {
        return new Reason(
                "trial",
                code,
                "this code of a trial is unknown, was used, or is too old; each counts once, for some minutes: get another"
                        + " one by the page /test/mirror/, ducksoup:plan try, or POST plans/NAME/trial");
    }

    private static @Nullable Reason valueObjection(PlanPlace place, ExperimentPlan plan) {
        Reason unknown = roleObjection(place, plan);
        return unknown == null ? cameraObjection(place, plan) : unknown;
    }

    /** It is the same for all conditions. */
    private static @Nullable Reason cameraObjection(PlanPlace place, ExperimentPlan plan) {
        Boolean said = place.audioOnly();
        boolean planned = plan.settings().audioOnly();
        return said == null || said == planned
                ? null
                : new Reason(
                        "audioOnly",
                        said.toString(),
                        "audioOnly is " + said + ", but the plan " + plan.name() + " says " + planned
                                + "; the page must say the same, or leave it out");
    }

    private static @Nullable Reason roleObjection(PlanPlace place, ExperimentPlan plan) {
        return plan.roles().contains(place.role())
                ? null
                : new Reason(
                        "role",
                        place.role(),
                        "the plan " + plan.name() + " has no role " + place.role() + "; allowed: "
                                + String.join(", ", plan.roles()));
    }

    /**
     * Why a join does not fit the interaction that it wants to be in.
     *
     * @param plan of the interaction; null if it has none
     * @param taken which user has which role
     * @return null if it fits
     */
    public static @Nullable Reason objection(
            JoinRequest request, @Nullable ExperimentPlan plan, Map<String, String> taken) {
        PlanPlace place = request.place();
        String trial = place == null ? null : place.trial();
        if (trial != null && (plan == null || !trial.equals(plan.trial()))) {
            return trialObjection(trial);
        }
        if (plan != null && plan.trial() != null && trial == null) {
            return new Reason(
                    "interactionName",
                    request.key().name(),
                    "an operator tries a plan in this interaction, alone; it needs another name");
        }
        if (plan == null) {
            return place == null
                    ? null
                    : new Reason(
                            "plan",
                            place.plan(),
                            "this interaction began without a plan, so nobody can join it with one; all its participants"
                                    + " must name the same plan");
        }
        if (place == null || !place.plan().equals(plan.name())) {
            return new Reason(
                    "plan",
                    place == null ? "" : place.plan(),
                    "this interaction began with the plan " + plan.name()
                            + ", and all its participants must name it and a role; roles: "
                            + String.join(", ", plan.roles()));
        }
        Reason wrong = valueObjection(place, plan);
        return wrong == null ? seatObjection(request.userId(), place.role(), plan, taken) : wrong;
    }

    private static @Nullable Reason seatObjection(
            String userId, String role, ExperimentPlan plan, Map<String, String> taken) {
        String own = taken.get(userId);
        if (own != null) {
            return own.equals(role)
                    ? null
                    : new Reason(
                            "role",
                            role,
                            "this user has the role " + own + " in this interaction, and keeps it; the join must name"
                                    + " that one");
        }
        if (!taken.containsValue(role)) {
            return null;
        }
        List<String> free =
                plan.roles().stream().filter(each -> !taken.containsValue(each)).toList();
        return new Reason(
                "role",
                role,
                "somebody else has the role " + role + " in this interaction; "
                        + (free.isEmpty()
                                ? "all its roles are taken: give each group an interactionName of its own"
                                : "free: " + String.join(", ", free)));
    }
}
