package org.ducksoup.api.operation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of a run's files with their manifest has found.
 *
 * @param run that was verified
 * @param files of the manifest, in its order
 * @param findings all of them, those about no single file first
 */
public record RunVerification(RecordedRun run, List<VerifiedFile> files, List<Finding> findings) {
    public RunVerification {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. Warnings are allowed. */
    public boolean isPassed() {
        return findings.stream().noneMatch(Finding::isError);
    }

    /**
     * A file of the manifest.
     *
     * @param path relative to the run's directory
     * @param bytes on the disk; 0 if it is missing
     * @param offset of its first frame on the run's timeline
     * @param duration from its first frame to the end of its last
     * @param tracks their codecs: {@code opus}, {@code vp8}
     * @param gapCount stretches of time without frames, of all tracks
     */
    public record VerifiedFile(
            String path, long bytes, Duration offset, Duration duration, List<String> tracks, int gapCount) {
        public VerifiedFile {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * Something that is not as it should be.
     *
     * @param isError false for what may be intended, such as a file that somebody has added
     * @param file relative to the run's directory, or null if it is about the run
     * @param what is wrong, as a sentence
     * @param remedy what to do about it, as a sentence
     */
    public record Finding(boolean isError, @Nullable String file, String what, String remedy) {}
}
