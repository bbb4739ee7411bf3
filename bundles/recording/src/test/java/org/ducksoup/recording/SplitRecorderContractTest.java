package org.ducksoup.recording;

import org.ducksoup.apitestkit.RecorderContract;

class SplitRecorderContractTest extends RecorderContract {
    SplitRecorderContractTest() {
        super(new SplitRecorderFactory());
    }
}
