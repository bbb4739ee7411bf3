package org.ducksoup.shell.plan;

import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.PlanDesk;
import org.ducksoup.shell.ActiveBundle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The desk of plans, if there is one; the commands refer to this component, which is there always. */
@Component(service = Plans.class)
public final class Plans {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable PlanDesk desk;

    /** A desk that is there, for use outside a container. */
    public static Plans of(PlanDesk desk) {
        Plans plans = new Plans();
        plans.desk = desk;
        return plans;
    }

    /** @throws OperationException if the bundle of plans is not active */
    public PlanDesk desk() throws OperationException {
        return ActiveBundle.of("org.ducksoup.plan", desk);
    }
}
