package org.ducksoup.shell.study;

import java.util.List;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.Supervision;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The supervision of interactions, if its bundle is active. The console offers none of a bundle's commands while a service
 * is missing that one of them refers to; so the commands refer to this component.
 */
@Component(service = SupervisedStudy.class)
public final class SupervisedStudy {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Supervision supervision;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServerStatus status;

    /** A study that is there, for use outside a container. */
    public static SupervisedStudy of(Supervision supervision, ServerStatus status) {
        SupervisedStudy study = new SupervisedStudy();
        study.supervision = supervision;
        study.status = status;
        return study;
    }

    /** @throws OperationException if there are no interactions, because the bundle is not active */
    public Supervision supervision() throws OperationException {
        return present(supervision);
    }

    /** @throws OperationException if there are no interactions, because the bundle is not active */
    public ServerStatus status() throws OperationException {
        return present(status);
    }

    private static <T> T present(@Nullable T service) throws OperationException {
        if (service == null) {
            throw new OperationException(
                    Cause.NO_ANSWER, "interactions are not there at the moment; ducksoup:doctor says what is missing");
        }
        return service;
    }

    /** The interactions that can be proposed; none while the bundle is not active. */
    public List<InteractionStatus> interactions() {
        Supervision known = supervision;
        return known == null ? List.of() : known.interactions();
    }
}
