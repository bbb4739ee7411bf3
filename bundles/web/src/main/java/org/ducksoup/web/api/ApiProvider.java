package org.ducksoup.web.api;

import org.ducksoup.api.web.HttpApi;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The bundle that answers requests of the HTTP API, while it is there. */
@Component(service = ApiProvider.class)
public final class ApiProvider {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable HttpApi api;

    @Nullable
    HttpApi current() {
        return api;
    }
}
