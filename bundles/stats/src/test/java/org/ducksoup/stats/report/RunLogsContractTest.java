package org.ducksoup.stats.report;

import java.time.ZoneOffset;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;
import org.junit.jupiter.api.AfterEach;

class RunLogsContractTest extends ObserverContract {
    private final RunLogs logs = new RunLogs(ZoneOffset.UTC, true, RunLogsTest.LIMITS);

    @Override
    protected InteractionObserver observer() {
        return logs;
    }

    @AfterEach
    void close() {
        logs.close();
    }
}
