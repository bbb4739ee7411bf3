package org.ducksoup.stats;

import java.lang.annotation.Annotation;

/** A configuration as the container makes it. */
record FakeConfiguration(String logFile, boolean logStdout, int logLevel, boolean development)
        implements StatsConfiguration {
    static final FakeConfiguration DEFAULTS = new FakeConfiguration("", false, 3, false);

    FakeConfiguration file(String path) {
        return new FakeConfiguration(path, logStdout, logLevel, development);
    }

    FakeConfiguration stdout() {
        return new FakeConfiguration(logFile, true, logLevel, development);
    }

    FakeConfiguration level(int level) {
        return new FakeConfiguration(logFile, logStdout, level, development);
    }

    FakeConfiguration inDevelopment() {
        return new FakeConfiguration(logFile, logStdout, logLevel, true);
    }

    @Override
    public boolean generateStats() {
        return true;
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
