package org.ducksoup.sfu.events;

import org.ducksoup.api.interaction.InteractionEvent;

/** An event with its place in the stream of all events, from 1. */
record NumberedEvent(long number, InteractionEvent event) {
    /** Whether an event is one of many measured values, so that others come first where room is short. */
    static boolean isSample(InteractionEvent event) {
        return event instanceof InteractionEvent.InboundBitrate
                || event instanceof InteractionEvent.OutboundBitrate
                || event instanceof InteractionEvent.InboundReport
                || event instanceof InteractionEvent.TransportFeedbackReceived;
    }
}
