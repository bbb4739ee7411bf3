package org.ducksoup.itest.call;

import org.junit.jupiter.api.Tag;

/** The calls of {@link NetworkQuality} with the original's estimator, which uses the loss in receiver reports. */
@Tag("long")
class LossBasedQualityTest extends NetworkQuality {
    LossBasedQualityTest() {
        super(false);
    }
}
