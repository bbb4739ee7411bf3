package org.ducksoup.examples;

import org.ducksoup.apitestkit.EstimatorContract;

class FixedEstimatorTest extends EstimatorContract {
    FixedEstimatorTest() {
        super(new FixedEstimator());
    }
}
