package org.ducksoup.congestion;

import org.ducksoup.apitestkit.EstimatorContract;

class LossBasedEstimatorContractTest extends EstimatorContract {
    LossBasedEstimatorContractTest() {
        super(new LossBasedEstimatorFactory());
    }
}
