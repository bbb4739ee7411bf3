package org.ducksoup.shell;

import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;

/** A service of a bundle that may be stopped. */
public final class ActiveBundle {
    private ActiveBundle() {}

    /**
     * The service, if it is there.
     *
     * @param bundle symbolic name of the bundle that has it
     * @throws OperationException if it is not there, saying what an operator can do
     */
    public static <T> T of(String bundle, @Nullable T service) throws OperationException {
        if (service == null) {
            throw new OperationException(
                    OperationException.Cause.NO_ANSWER,
                    "the bundle " + bundle + " is not active; bundle:list and bundle:diag say why");
        }
        return service;
    }
}
