package org.ducksoup.sfu.bitrate;

import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;

/** A sum of transport-wide feedback: how many reports, about how many packets, and how many of these had not arrived. */
record FeedbackTally(int reports, int packets, int lost) {
    static FeedbackTally of(ArrivalFeedback feedback) {
        int lost = 0;
        for (PacketResult packet : feedback.packets()) {
            if (packet.arrivalNanos() == PacketResult.LOST) {
                lost++;
            }
        }
        return new FeedbackTally(1, feedback.packets().size(), lost);
    }

    FeedbackTally plus(FeedbackTally other) {
        return new FeedbackTally(reports + other.reports, packets + other.packets, lost + other.lost);
    }
}
