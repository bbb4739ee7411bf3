package org.ducksoup.signaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;

/** Admits everybody, and keeps all calls as text. */
final class FakeInteractions implements InteractionRegistry, EventPublisher {
    final Deque<String> calls = new ArrayDeque<>();
    final Deque<InteractionEvent> events = new ArrayDeque<>();
    JoinRequest request;
    SignalingChannel channel;
    boolean broken;

    @Override
    public ParticipantSession join(JoinRequest wanted, SignalingChannel client) {
        if (broken) {
            throw new IllegalStateException("a bug, made for the test");
        }
        request = wanted;
        channel = client;
        calls.add("join " + wanted);
        return new Session();
    }

    @Override
    public boolean acceptsNew() {
        return true;
    }

    @Override
    public Optional<ServerMessage.Reason> full() {
        return Optional.empty();
    }

    @Override
    public void publish(InteractionEvent event) {
        events.add(event);
    }

    private final class Session implements ParticipantSession {
        @Override
        public void answer(SessionDescription answer) {
            calls.add("answer " + answer.sdp());
        }

        @Override
        public void addCandidate(IceCandidate candidate) {
            calls.add("addCandidate " + candidate);
        }

        @Override
        public void negotiationNeeded(String signalingState) {
            calls.add("negotiationNeeded " + signalingState);
        }

        @Override
        public void iceDisconnected() {
            calls.add("iceDisconnected");
        }

        @Override
        public void control(EffectControl control) {
            calls.add("control " + control);
        }

        @Override
        public void report(ClientReport report) {
            calls.add("report " + report);
        }

        @Override
        public void mark(Mark mark) {
            calls.add("mark " + mark.name() + " " + mark.data());
        }

        @Override
        public void log(ClientLog entry) {
            calls.add("log " + entry.kind() + " " + entry.payload());
        }

        @Override
        public void leave() {
            calls.add("leave");
        }

        @Override
        public void channelClosed() {
            calls.add("channelClosed");
        }

        @Override
        public void channelLost() {
            calls.add("channelLost");
        }

        @Override
        public void channelGoingAway() {
            calls.add("channelGoingAway");
        }
    }
}
