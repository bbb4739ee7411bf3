package org.ducksoup.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.ducksoup.api.congestion.ReceiverReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.ParticipantConnection.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Who receives what: everybody the tracks of all others, in a mirror one's own. A selective forwarding middlebox (RFC 7667
 * section 3.7). On the interaction's thread.
 */
final class Router {
    private static final KeyFrameRequester.Listener UNHEARD = new KeyFrameRequester.Listener() {
        @Override
        public void onSent(KeyFrameCause cause) {}

        @Override
        public void onSkipped(KeyFrameCause cause) {}
    };

    private final InteractionLog log;
    private final BitrateControl bitrates;
    private final Timer timer;
    private final Executor thread;
    private final boolean mirror;
    private final Map<PublishedTrack, KeyFrameRequester> sources = new HashMap<>();
    private final Map<PublishedTrack, KeyFrameRequester> encoders = new HashMap<>();

    Router(InteractionLog log, BitrateControl bitrates, Timer timer, Executor thread, boolean mirror) {
        this.log = log;
        this.bitrates = bitrates;
        this.timer = timer;
        this.thread = thread;
        this.mirror = mirror;
    }

    /**
     * Brings every session what it is to receive, and makes the offers this needs. Call it after anybody came, went, or
     * published a track.
     */
    void connectAll(List<ParticipantConnection> sessions) {
        for (ParticipantConnection receiver : sessions) {
            boolean changed = dropGone(receiver, sessions);
            for (ParticipantConnection source : sessions) {
                for (PublishedTrack track : source.media().published().values()) {
                    if (mirror || source != receiver) {
                        changed |= subscribe(receiver, source, track);
                    } else {
                        String id = track.source().trackId();
                        log.tell(s -> new InteractionEvent.OwnTrackSkipped(s, id), receiver.participant());
                    }
                }
            }
            if (changed) {
                receiver.negotiate(OfferCause.TRACKS_CHANGED);
            }
        }
    }

    private boolean subscribe(ParticipantConnection receiver, ParticipantConnection source, PublishedTrack track) {
        Participant participant = source.participant();
        Subscription wanted = new Subscription(participant, track.kind());
        RtpSender existing = receiver.subscriptions().get(wanted);
        if (existing != null && existing.track().codec() == track.codec()) {
            if (!track.subscribers().contains(existing)) {
                // The participant is back: the same sender goes on with the new source, nothing to negotiate.
                attach(receiver, existing, track);
                requestKeyFrame(track, KeyFrameCause.RECONNECTION);
            } else {
                String id = track.source().trackId();
                log.tell(s -> new InteractionEvent.DuplicateTrackSkipped(s, id), receiver.participant());
            }
            return false;
        }
        if (existing != null) {
            receiver.removeTrack(wanted);
        }
        attach(receiver, receiver.addTrack(wanted, track.codec()), track);
        return true;
    }

    private void attach(ParticipantConnection receiver, RtpSender sender, PublishedTrack track) {
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
                        requestKeyFrame(track, KeyFrameCause.ofFeedback(cause));
                    });
                }
            }

            @Override
            public void onReceiverReport(ReceiverReport report) {
                if (reported.getAndSet(report) == null) {
                    thread.execute(() -> {
                        ReceiverReport newest = reported.getAndSet(null);
                        if (newest != null) {
                            bitrates.onReceiverReport(receiver, track, newest);
                        }
                    });
                }
            }
        });
    }

    /** Removes the tracks of participants that are not there; who comes back brings new ones, as pages expect. */
    private static boolean dropGone(ParticipantConnection receiver, List<ParticipantConnection> sessions) {
        List<Subscription> gone = new ArrayList<>();
        for (Subscription subscription : receiver.subscriptions().keySet()) {
            boolean here = sessions.stream().anyMatch(s -> s.participant().equals(subscription.source()));
            if (!here) {
                gone.add(subscription);
            }
        }
        gone.forEach(receiver::removeTrack);
        return !gone.isEmpty();
    }

    /** Stops forwarding to a session that is gone, and forgets what it published. */
    void disconnect(ParticipantConnection session, List<ParticipantConnection> others) {
        for (ParticipantConnection other : others) {
            for (PublishedTrack track : other.media().published().values()) {
                session.subscriptions().values().forEach(track::unsubscribe);
            }
        }
        for (PublishedTrack track : session.media().published().values()) {
            // The same senders go on with the next connection's track, on another thread perhaps.
            track.withdraw();
            sources.remove(track);
            encoders.remove(track);
        }
    }

    /** Asks for a key frame of every video that a session receives: it has just been told how to decode them. */
    void refresh(ParticipantConnection receiver, List<ParticipantConnection> sessions) {
        for (ParticipantConnection source : sessions) {
            for (PublishedTrack track : source.media().published().values()) {
                if (track.subscribers().stream().anyMatch(receiver.subscriptions()::containsValue)) {
                    requestKeyFrame(track, KeyFrameCause.NEGOTIATED);
                }
            }
        }
    }

    /** Asks whoever encodes what the receivers get: our encoder, or the participant's browser. */
    void requestKeyFrame(PublishedTrack track, KeyFrameCause cause) {
        if (track.kind() != MediaKind.VIDEO || track.isWithdrawn()) {
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
    void requestFromSource(PublishedTrack track, KeyFrameCause cause) {
        if (!track.isWithdrawn()) {
            sources.computeIfAbsent(track, this::requester).request(cause, thread);
        }
    }

    private KeyFrameRequester requester(PublishedTrack track) {
        return new KeyFrameRequester(
                track.source()::requestKeyFrame,
                track.source()::roundTripTime,
                timer,
                new KeyFrameRequester.Listener() {
                    @Override
                    public void onSent(KeyFrameCause cause) {
                        tell(s -> new InteractionEvent.KeyFrameRequested(s, cause.token()));
                    }

                    @Override
                    public void onSkipped(KeyFrameCause cause) {
                        tell(s -> new InteractionEvent.KeyFrameRequestSkipped(s, cause.token()));
                    }

                    private void tell(Function<Scope, InteractionEvent> event) {
                        // A request that was put off may be made after the participant has left.
                        if (!track.isWithdrawn()) {
                            log.tell(event, track.participant());
                        }
                    }
                });
    }
}
