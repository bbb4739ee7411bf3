package org.ducksoup.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.congestion.ReceiverReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.ConnectedSession.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Who receives what: everybody the tracks of all others, in a mirror one's own. A selective forwarding middlebox (RFC 7667
 * section 3.7). On the interaction's thread.
 */
final class Router {
    private static final KeyFrameRequester.Listener UNHEARD = new KeyFrameRequester.Listener() {
        @Override
        public void onSent(String cause) {}

        @Override
        public void onSkipped(String cause) {}
    };

    private final Interaction interaction;
    private final Timer timer;
    private final Executor thread;
    private final boolean mirror;
    private final Map<PublishedTrack, KeyFrameRequester> sources = new HashMap<>();
    private final Map<PublishedTrack, KeyFrameRequester> encoders = new HashMap<>();

    Router(Interaction interaction, Timer timer, Executor thread, boolean mirror) {
        this.interaction = interaction;
        this.timer = timer;
        this.thread = thread;
        this.mirror = mirror;
    }

    /**
     * Brings every session what it is to receive, and makes the offers this needs. Call it after anybody came, went, or
     * published a track.
     */
    void connectAll(List<ConnectedSession> sessions) {
        for (ConnectedSession receiver : sessions) {
            boolean changed = dropGone(receiver, sessions);
            for (ConnectedSession source : sessions) {
                for (PublishedTrack track : source.published().values()) {
                    if (mirror || source != receiver) {
                        changed |= subscribe(receiver, source, track);
                    } else {
                        String id = track.source().trackId();
                        interaction.tell(s -> new InteractionEvent.OwnTrackSkipped(s, id), receiver);
                    }
                }
            }
            if (changed) {
                receiver.negotiate("tracks_changed");
            }
        }
    }

    private boolean subscribe(ConnectedSession receiver, ConnectedSession source, PublishedTrack track) {
        Participant participant = source.participant();
        Subscription wanted = new Subscription(participant, track.kind());
        RtpSender existing = receiver.subscriptions().get(wanted);
        if (existing != null && existing.track().codec() == track.codec()) {
            if (!track.subscribers().contains(existing)) {
                // The participant is back: the same sender goes on with the new source, nothing to negotiate.
                attach(receiver, existing, track);
                requestKeyFrame(track, "reconnection");
            } else {
                String id = track.source().trackId();
                interaction.tell(s -> new InteractionEvent.DuplicateTrackSkipped(s, id), receiver);
            }
            return false;
        }
        if (existing != null) {
            receiver.removeTrack(wanted);
        }
        attach(receiver, receiver.addTrack(wanted, track.codec()), track);
        return true;
    }

    private void attach(ConnectedSession receiver, RtpSender sender, PublishedTrack track) {
        track.subscribe(sender);
        sender.setFeedbackListener(new RtpSender.FeedbackListener() {
            // One of each waits at a time: a datagram may hold a hundred, and there may be a thousand datagrams a
            // second.
            private final AtomicBoolean asked = new AtomicBoolean();
            private final AtomicReference<@Nullable ReceiverReport> reported = new AtomicReference<>();

            @Override
            public void onKeyFrameRequest(String cause) {
                if (asked.compareAndSet(false, true)) {
                    thread.execute(() -> {
                        asked.set(false);
                        requestKeyFrame(track, cause);
                    });
                }
            }

            @Override
            public void onReceiverReport(ReceiverReport report) {
                if (reported.getAndSet(report) == null) {
                    thread.execute(() -> {
                        ReceiverReport newest = reported.getAndSet(null);
                        if (newest != null) {
                            interaction.bitrates().onReceiverReport(receiver, track, newest);
                        }
                    });
                }
            }
        });
    }

    /** Removes the tracks of participants that are not there; who comes back brings new ones, as pages expect. */
    private static boolean dropGone(ConnectedSession receiver, List<ConnectedSession> sessions) {
        List<Subscription> gone = new ArrayList<>();
        for (Subscription subscription : receiver.subscriptions().keySet()) {
            boolean here = sessions.stream().anyMatch(s -> s.participant() == subscription.source());
            if (!here) {
                gone.add(subscription);
            }
        }
        gone.forEach(receiver::removeTrack);
        return !gone.isEmpty();
    }

    /** Stops forwarding to a session that is gone, and forgets what it published. */
    void disconnect(ConnectedSession session, List<ConnectedSession> others) {
        for (ConnectedSession other : others) {
            for (PublishedTrack track : other.published().values()) {
                session.subscriptions().values().forEach(track::unsubscribe);
            }
        }
        for (PublishedTrack track : session.published().values()) {
            // The same senders go on with the next connection's track, on another thread perhaps.
            track.unsubscribeAll();
            sources.remove(track);
            encoders.remove(track);
        }
    }

    /** Asks for a key frame of every video that a session receives: it has just been told how to decode them. */
    void refresh(ConnectedSession receiver, List<ConnectedSession> sessions) {
        for (ConnectedSession source : sessions) {
            for (PublishedTrack track : source.published().values()) {
                if (track.subscribers().stream().anyMatch(receiver.subscriptions()::containsValue)) {
                    requestKeyFrame(track, "negotiated");
                }
            }
        }
    }

    /** Asks whoever encodes what the receivers get: our encoder, or the participant's browser. */
    void requestKeyFrame(PublishedTrack track, String cause) {
        if (track.kind() != MediaKind.VIDEO) {
            return;
        }
        EffectProcessing effects = track.effects();
        if (effects == null) {
            requestFromSource(track, cause);
        } else {
            // The picture that the receivers lost is one of our encoder's.
            encoders.computeIfAbsent(
                            track,
                            unused -> new KeyFrameRequester(
                                    effects::requestKeyFrame, () -> Duration.ZERO, timer, UNHEARD))
                    .request(cause, thread);
        }
    }

    /** Asks the participant's browser. */
    void requestFromSource(PublishedTrack track, String cause) {
        sources.computeIfAbsent(track, this::requester).request(cause, thread);
    }

    private KeyFrameRequester requester(PublishedTrack track) {
        return new KeyFrameRequester(
                track.source()::requestKeyFrame,
                track.source()::roundTripTime,
                timer,
                new KeyFrameRequester.Listener() {
                    @Override
                    public void onSent(String cause) {
                        interaction.tellOfTrack(track, scope -> new InteractionEvent.KeyFrameRequested(scope, cause));
                    }

                    @Override
                    public void onSkipped(String cause) {
                        interaction.tellOfTrack(
                                track, scope -> new InteractionEvent.KeyFrameRequestSkipped(scope, cause));
                    }
                });
    }
}
