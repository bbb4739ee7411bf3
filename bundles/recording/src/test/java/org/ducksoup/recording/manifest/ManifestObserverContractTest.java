package org.ducksoup.recording.manifest;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;
import org.junit.jupiter.api.AfterEach;

class ManifestObserverContractTest extends ObserverContract {
    private final ManifestObserver observer =
            new ManifestObserver(new ScheduledThreadPoolExecutor(1), new ScheduledThreadPoolExecutor(1));

    @Override
    protected InteractionObserver observer() {
        return observer;
    }

    @AfterEach
    void close() {
        observer.close();
    }
}
