package org.ducksoup.api.transport;

import org.ducksoup.api.congestion.LossReport;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One outgoing track (RTCRtpSender of W3C WebRTC). It gives the packets it forwards its own synchronisation source, payload
 * type, header extensions and an unbroken sequence, also when the source behind it changes.
 */
@ProviderType
public interface RtpSender extends RtpSink {
    OutboundTrack track();

    /** Receives the remote side's requests for key frames and its reports; replaces the listener before. */
    void setFeedbackListener(FeedbackListener listener);

    /**
     * Packets were withheld on purpose: the next one gets the next number, as if there had been none. Called on the thread that
     * brings the packets.
     */
    void resume();

    SendReport statistics();

    /** Called on the receive thread: returns at once. */
    interface FeedbackListener {
        /**
         * The receiver lost the picture.
         *
         * @param cause {@code PLI} or {@code FIR}
         */
        void onKeyFrameRequest(String cause);

        void onReceiverReport(LossReport report);
    }
}
