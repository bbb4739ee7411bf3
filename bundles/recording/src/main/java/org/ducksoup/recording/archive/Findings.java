package org.ducksoup.recording.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.jspecify.annotations.Nullable;

/** What is found during the verification of a run. */
final class Findings {
    static final String FROM_BACKUP =
            "Take the file from the backup. Where there is none, do not rely on its times and use the other files.";

    private final List<Finding> all = new ArrayList<>();

    void error(@Nullable String file, String what, String remedy) {
        all.add(new Finding(true, file, what, remedy));
    }

    void warning(@Nullable String file, String what, String remedy) {
        all.add(new Finding(false, file, what, remedy));
    }

    /** Those about no single file first. */
    List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(finding -> finding.file() != null))
                .toList();
    }
}
