package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.jspecify.annotations.Nullable;

/** What made a run, apart from the bundles. */
final class SoftwareSection {
    private SoftwareSection() {}

    /**
     * @param processing null while no bundle processes media
     */
    static ObjectNode of(@Nullable ProcessingVersions processing) {
        ObjectNode software = ManifestFile.object();
        software.putObject("java")
                .put("version", System.getProperty("java.version"))
                .put("vendor", System.getProperty("java.vendor"));
        software.putObject("system")
                .put("name", System.getProperty("os.name"))
                .put("version", System.getProperty("os.version"))
                .put("architecture", System.getProperty("os.arch"));
        ObjectNode versions = software.putObject("processing");
        if (processing != null) {
            processing.versions().forEach(versions::put);
        }
        return software;
    }
}
