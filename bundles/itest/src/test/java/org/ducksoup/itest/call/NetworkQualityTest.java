package org.ducksoup.itest.call;

/** With Google congestion control. */
class NetworkQualityTest extends NetworkQuality {
    NetworkQualityTest() {
        super(true);
    }
}
