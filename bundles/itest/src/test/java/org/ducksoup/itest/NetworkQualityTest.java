package org.ducksoup.itest;

/** With Google congestion control. */
class NetworkQualityTest extends NetworkQuality {
    NetworkQualityTest() {
        super(true);
    }
}
