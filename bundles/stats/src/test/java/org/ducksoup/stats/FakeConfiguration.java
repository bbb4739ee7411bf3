package org.ducksoup.stats;

import java.lang.annotation.Annotation;

/** A configuration as the container makes it. */
public record FakeConfiguration(
        String logFile, boolean logStdout, int logLevel, boolean development, boolean generateStats)
        implements StatsConfiguration {
    public static final FakeConfiguration DEFAULTS = new FakeConfiguration("", false, 3, false, true);

    public FakeConfiguration file(String path) {
        return new FakeConfiguration(path, logStdout, logLevel, development, generateStats);
    }

    public FakeConfiguration stdout() {
        return new FakeConfiguration(logFile, true, logLevel, development, generateStats);
    }

    public FakeConfiguration level(int level) {
        return new FakeConfiguration(logFile, logStdout, level, development, generateStats);
    }

    public FakeConfiguration inDevelopment() {
        return new FakeConfiguration(logFile, logStdout, logLevel, true, generateStats);
    }

    public FakeConfiguration withoutStats() {
        return new FakeConfiguration(logFile, logStdout, logLevel, development, false);
    }

    @Override
    public int maxClientLogMebibytes() {
        return 1;
    }

    @Override
    public int minFreeMebibytes() {
        return 0;
    }

    @Override
    public boolean generatePlots() {
        return false;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return StatsConfiguration.class;
    }
}
