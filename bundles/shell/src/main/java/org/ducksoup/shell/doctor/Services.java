package org.ducksoup.shell.doctor;

import org.ducksoup.api.operation.SettingsInEffect;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the examinations need of other bundles, where it is there: a doctor who needs a healthy server is of no use. */
@Component(service = Services.class)
public final class Services {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SettingsInEffect settings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ProcessingVersions versions;

    @Nullable
    SettingsInEffect settings() {
        return settings;
    }

    @Nullable
    ProcessingVersions versions() {
        return versions;
    }
}
