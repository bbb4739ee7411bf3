package org.ducksoup.signaling.message;

import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;

/** A message of a client, one record for each kind of the wire protocol. */
public sealed interface ClientMessage {
    /** {@code join} */
    record Join(JoinRequest request) implements ClientMessage {}

    /** {@code client_answer} */
    record Answer(SessionDescription description) implements ClientMessage {}

    /** {@code client_ice_candidate} */
    record Candidate(IceCandidate candidate) implements ClientMessage {}

    /** {@code client_negotiation_needed} */
    record NegotiationNeeded(String signalingState) implements ClientMessage {}

    /** {@code client_ice_connection_state_disconnected} */
    record IceDisconnected() implements ClientMessage {}

    /** {@code client_control} */
    record Control(EffectControl control) implements ClientMessage {}

    /** {@code client_polycontrol} */
    record PolyControl(EffectControl control) implements ClientMessage {}

    /** Any other {@code client_*}, and {@code ext_*} */
    record Log(ClientLog entry) implements ClientMessage {}

    /** {@code client_device_*}, {@code client_page_*}, {@code client_browser}, {@code client_track_settings} */
    record Report(ClientReport report) implements ClientMessage {}

    /** {@code mark} */
    record Mark(ParticipantSession.Mark mark) implements ClientMessage {}

    /** {@code stop} */
    record Stop() implements ClientMessage {}
}
