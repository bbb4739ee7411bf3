package org.ducksoup.recording.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.recording.manifest.FileSection;

/** Compares the files of a run with its manifest, with their indexes and with each other. */
final class RunVerifier {
    private final RunDirectory directory;
    private final Findings findings = new Findings();
    private final List<VerifiedFile> files = new ArrayList<>();

    private RunVerifier(RunDirectory directory) {
        this.directory = directory;
    }

    static RunVerification verify(RecordedRun run, RunDirectory directory) throws IOException {
        RunVerifier verifier = new RunVerifier(directory);
        verifier.verifyAll(run);
        return new RunVerification(run, verifier.files, verifier.findings.sorted());
    }

    private void verifyAll(RecordedRun run) throws IOException {
        if (directory.obstacle() != null) {
            findings.error(
                    null,
                    "manifest.json " + directory.obstacle() + ".",
                    "Run ducksoup:salvage, which makes one from the files, or take it from the backup.");
            return;
        }
        if (run.state() == RecordedRun.State.UNFINISHED) {
            findings.error(
                    null,
                    "The run was left unfinished by a crash of the server: the manifest does not list its files.",
                    "Run ducksoup:salvage, and verify the run again.");
            return;
        }
        FileCheck check = new FileCheck(directory, findings);
        Set<String> listed = new HashSet<>();
        for (JsonNode entry : directory.manifest().path("files")) {
            listed.add(entry.path("path").asText());
            check.verify(entry).ifPresent(files::add);
        }
        findAdded(listed);
        AlignmentCheck.verify(directory.manifest(), findings);
    }

    private void findAdded(Set<String> listed) throws IOException {
        for (Path media : FileSection.media(directory.path())) {
            String path = "recordings/" + media.getFileName();
            if (!listed.contains(path)) {
                findings.warning(
                        path,
                        "The manifest does not list this file: it was added after the end of the run.",
                        "Keep files of an analysis in another directory, so that this one stays as it was recorded.");
            }
        }
    }
}
