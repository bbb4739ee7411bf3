package org.ducksoup.congestion;

import org.ducksoup.apitestkit.EstimatorContract;

class GoogleEstimatorContractTest extends EstimatorContract {
    GoogleEstimatorContractTest() {
        super(new GoogleEstimatorFactory());
    }
}
