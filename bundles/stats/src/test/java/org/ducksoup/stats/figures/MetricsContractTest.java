package org.ducksoup.stats.figures;

import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;

class MetricsContractTest extends ObserverContract {
    @Override
    protected InteractionObserver observer() {
        return new Metrics(new LiveFigures());
    }
}
