package org.ducksoup.shell.http;

import java.io.IOException;
import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.PlanDesk;
import org.ducksoup.shell.plan.PlanDocument;
import org.ducksoup.shell.plan.Plans;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operations on plans. Those that check wait for the disk and for effects. */
@Component(service = PlanOperations.class)
public final class PlanOperations {
    private final Plans plans;

    @Activate
    public PlanOperations(@Reference Plans plans) {
        this.plans = plans;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("plans", (name, members) -> plans.desk().plans().stream()
                        .map(PlanDocument::of)
                        .toList()),
                Operation.get("plans/{name}", this::checkPlan, "condition", "seed"),
                Operation.post("plans/check", this::checkText, "text", "condition", "seed"),
                Operation.post("plans/{name}/trial", this::trial, "role", "condition", "seed"));
    }

    private Object checkPlan(String name, RequestMembers members) throws ApiFailure, OperationException, IOException {
        return PlanDocument.of(plans.desk().checkPlan(name, choice(members)));
    }

    /** Who has the token sends a text, and names no file of the machine. */
    private Object checkText(String name, RequestMembers members) throws ApiFailure, OperationException {
        return PlanDocument.of(plans.desk().checkText(members.text("text"), choice(members)));
    }

    private Object trial(String name, RequestMembers members) throws ApiFailure, OperationException, IOException {
        return PlanDocument.of(plans.desk().trial(name, members.text("role"), choice(members)));
    }

    private static PlanDesk.Choice choice(RequestMembers members) throws ApiFailure {
        Long seed = members.optionalWhole("seed");
        return new PlanDesk.Choice(members.optionalText("condition").orElse(null), seed);
    }
}
