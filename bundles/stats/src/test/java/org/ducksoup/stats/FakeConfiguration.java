package org.ducksoup.stats;

import java.lang.annotation.Annotation;

/** A configuration as the container makes it. */
record FakeConfiguration(String logFile, boolean logStdout, int logLevel, boolean dev) implements StatsConfiguration {
    static final FakeConfiguration DEFAULTS = new FakeConfiguration("", false, 3, false);

    FakeConfiguration file(String path) {
        return new FakeConfiguration(path, logStdout, logLevel, dev);
    }

    FakeConfiguration stdout() {
        return new FakeConfiguration(logFile, true, logLevel, dev);
    }

    FakeConfiguration level(int level) {
        return new FakeConfiguration(logFile, logStdout, level, dev);
    }

    FakeConfiguration development() {
        return new FakeConfiguration(logFile, logStdout, logLevel, true);
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return StatsConfiguration.class;
    }
}
