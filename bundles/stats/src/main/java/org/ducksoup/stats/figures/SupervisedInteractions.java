package org.ducksoup.stats.figures;

import java.util.List;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.Supervision;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What an operator sees of the interactions, while the bundle that runs them is active. */
@Component(service = SupervisedInteractions.class)
public final class SupervisedInteractions {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Supervision supervision;

    @Activate
    public SupervisedInteractions() {
        // Declarative Services sets the reference.
    }

    /** With this supervision, for use outside a container. */
    static SupervisedInteractions of(Supervision supervision) {
        SupervisedInteractions interactions = new SupervisedInteractions();
        interactions.supervision = supervision;
        return interactions;
    }

    /** Those that are not over. Waits for them, 2 s at most. */
    List<InteractionStatus> now() {
        Supervision known = supervision;
        return known == null ? List.of() : known.interactions();
    }
}
