package org.ducksoup.itest;

import org.junit.jupiter.api.Tag;

/** With what the original does, by the loss in receiver reports. */
@Tag("long")
class LossBasedQualityTest extends NetworkQuality {
    LossBasedQualityTest() {
        super(false);
    }
}
