package org.ducksoup.stats.figures;

import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;

class LiveFiguresContractTest extends ObserverContract {
    @Override
    protected InteractionObserver observer() {
        return new LiveFigures();
    }
}
