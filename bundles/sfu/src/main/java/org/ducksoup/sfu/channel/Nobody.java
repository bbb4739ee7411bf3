package org.ducksoup.sfu.channel;

import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;

/** A client that is in no interaction. What it says has no effect. */
public final class Nobody implements ParticipantSession {
    @Override
    public void answer(SessionDescription answer) {}

    @Override
    public void addCandidate(IceCandidate candidate) {}

    @Override
    public void negotiationNeeded(String signalingState) {}

    @Override
    public void iceDisconnected() {}

    @Override
    public void control(EffectControl control) {}

    @Override
    public void log(ClientLog entry) {}

    @Override
    public void mark(Mark mark) {}

    @Override
    public void report(ClientReport report) {}

    @Override
    public void leave() {}

    @Override
    public void channelClosed() {}

    @Override
    public void channelLost() {}

    @Override
    public void channelGoingAway() {}
}
