package org.ducksoup.itest.call;

/** The calls of {@link NetworkQuality} with Google congestion control. */
class NetworkQualityTest extends NetworkQuality {
    NetworkQualityTest() {
        super(true);
    }
}
