package org.ducksoup.shell.recording;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.api.operation.SalvagedRun;

/** Runs as JSON documents. Times are seconds, instants are texts as in ISO 8601; what is unknown is null. */
public final class RunDocument {
    private RunDocument() {}

    public static Map<String, Object> of(RecordedRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", run.id());
        json.put("directory", run.directory());
        json.put("namespace", run.namespace());
        json.put("interaction", run.interaction());
        json.put("state", run.state().token());
        json.put("startedAt", run.startedAt() == null ? null : run.startedAt().toString());
        json.put("length", seconds(run.length()));
        json.put("recordingMode", run.recordingMode());
        json.put("endReason", run.endReason());
        json.put("incidents", run.incidents());
        json.put("files", run.fileCount());
        json.put("bytes", run.bytes());
        return json;
    }

    /** {@code {"passed": true, "run": {...}, "files": [...], "findings": [{"error", "file", "what", "remedy"}]}}. */
    public static Map<String, Object> of(RunVerification verification) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("passed", verification.isPassed());
        json.put("run", of(verification.run()));
        json.put("files", verification.files().stream().map(RunDocument::of).toList());
        json.put(
                "findings",
                verification.findings().stream().map(RunDocument::of).toList());
        return json;
    }

    public static Map<String, Object> of(SalvagedRun run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("directory", run.directory());
        json.put("completed", run.completed());
        json.put("whole", run.wholeCount());
        json.put("problems", run.problems());
        return json;
    }

    private static Map<String, Object> of(VerifiedFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", file.path());
        json.put("bytes", file.bytes());
        json.put("offset", seconds(file.offset()));
        json.put("duration", seconds(file.duration()));
        json.put("tracks", file.tracks());
        json.put("gaps", file.gapCount());
        return json;
    }

    private static Map<String, Object> of(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", finding.isError());
        json.put("file", finding.file());
        json.put("what", finding.what());
        json.put("remedy", finding.remedy());
        return json;
    }

    private static double seconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e5) / 1e4;
    }
}
