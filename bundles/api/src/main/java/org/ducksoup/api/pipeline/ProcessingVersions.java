package org.ducksoup.api.pipeline;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The versions of the software that processes media, for the record of an experiment. The provider of pipelines
 * registers it; optional.
 */
@ProviderType
public interface ProcessingVersions {
    /**
     * Names and versions: of the framework, and of each of its plug-ins. Thread-safe; may load libraries at the first call, and
     * does not block afterwards.
     *
     * @return in the order they are to be read; the framework comes first
     */
    Map<String, String> versions();
}
