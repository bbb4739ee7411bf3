package org.ducksoup.sfu.plan;

import java.util.List;
import java.util.Optional;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.Plans;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The plans that an interaction can begin with. Their bundle may be missing: a join without a plan needs none. */
@Component(service = PlansHere.class)
public final class PlansHere {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Plans plans;

    /** Sets the reference as Declarative Services does. */
    public void use(Plans present) {
        plans = present;
    }

    /** Whether the bundle that has them is active. */
    public boolean arePresent() {
        return plans != null;
    }

    /** The version in use of a plan. */
    public Optional<ExperimentPlan> plan(String name) {
        Plans present = plans;
        return present == null ? Optional.empty() : present.plan(name);
    }

    /** The plan of a trial, which nobody gets again. */
    public Optional<ExperimentPlan> trial(String code) {
        Plans present = plans;
        return present == null ? Optional.empty() : present.trial(code);
    }

    List<String> names() {
        Plans present = plans;
        return present == null ? List.of() : present.names();
    }
}
