package org.ducksoup.shell.recording;

import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RecordingArchive;
import org.ducksoup.shell.ActiveBundle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The archive of recordings, if there is one. The console offers none of a bundle's commands while a service is missing
 * that one of them refers to; so the commands refer to this component.
 */
@Component(service = Archive.class)
public final class Archive {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable RecordingArchive recordings;

    /** An archive that is there, for use outside a container. */
    public static Archive of(RecordingArchive recordings) {
        Archive archive = new Archive();
        archive.recordings = recordings;
        return archive;
    }

    /** @throws OperationException if the bundle of recordings is not active */
    public RecordingArchive recordings() throws OperationException {
        return ActiveBundle.of("org.ducksoup.recording", recordings);
    }
}
