package org.ducksoup.itest.call;

import org.junit.jupiter.api.Tag;

/** With what the original does, by the loss in receiver reports. */
@Tag("long")
class LossBasedQualityTest extends NetworkQuality {
    LossBasedQualityTest() {
        super(false);
    }
}
