package org.ducksoup.recording;

import org.ducksoup.apitestkit.RecorderContract;

class MuxedRecorderContractTest extends RecorderContract {
    MuxedRecorderContractTest() {
        super(new MuxedRecorderFactory());
    }
}
