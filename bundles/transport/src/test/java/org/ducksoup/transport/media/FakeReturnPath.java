package org.ducksoup.transport.media;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.ducksoup.transport.twcc.ArrivalRecorder;

/** Notes what a receiver would say. */
public final class FakeReturnPath implements ReturnPath {
    final List<Integer> keyFrameRequests = new ArrayList<>();
    final List<List<Integer>> packetRequests = new ArrayList<>();
    final List<TransportFeedback> reports = new ArrayList<>();
    int limitsAnnounced;
    long roundTripNanos = ROUND_TRIP_GUESS_NANOS;

    @Override
    public void requestKeyFrame(int mediaSsrc) {
        keyFrameRequests.add(mediaSsrc);
    }

    @Override
    public void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers) {
        packetRequests.add(sequenceNumbers);
    }

    @Override
    public void reportArrivals(ArrivalRecorder recorder, long nowNanos) {
        reports.add(recorder.report(1, nowNanos));
    }

    @Override
    public void announceLimit() {
        limitsAnnounced++;
    }

    @Override
    public long roundTripNanos() {
        return roundTripNanos;
    }
}
