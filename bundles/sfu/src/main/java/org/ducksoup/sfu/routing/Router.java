package org.ducksoup.sfu.routing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.negotiation.OfferCause;
import org.jspecify.annotations.Nullable;

/**
 * Decides who receives what: everybody the tracks of all others, in a mirror one's own. A selective forwarding
 * middlebox (RFC 7667 section 3.7). On the interaction's thread.
 */
public final class Router {
    /** Hears what receivers report about the tracks they get. */
    public interface ReportListener {
        void onReceiverReport(Endpoint receiver, PublishedTrack track, LossReport report);
    }

    private final Routes routes;
    private final KeyFrames keyFrames;
    private final InteractionLog log;
    private final ReportListener reports;
    private final Executor thread;
    private final boolean mirror;

    /**
     * @param reports is told on the interaction's thread
     * @param thread the interaction's
     * @param mirror whether an endpoint gets its own tracks
     */
    public Router(
            Routes routes,
            KeyFrames keyFrames,
            InteractionLog log,
            ReportListener reports,
            Executor thread,
            boolean mirror) {
        this.routes = routes;
        this.keyFrames = keyFrames;
        this.log = log;
        this.reports = reports;
        this.thread = thread;
        this.mirror = mirror;
    }

    /**
     * Brings every endpoint what it is to receive, and makes the offers for it. To be called after anybody came, left, or
     * published a track.
     */
    public void connectAll(List<? extends Endpoint> endpoints) {
        for (Endpoint receiver : endpoints) {
            boolean changed = removeGone(receiver, endpoints);
            for (Endpoint source : endpoints) {
                for (PublishedTrack track : source.published()) {
                    if (mirror || source != receiver) {
                        changed |= connect(receiver, track);
                    } else {
                        String id = track.source().trackId();
                        tell(receiver, s -> new InteractionEvent.OwnTrackSkipped(s, id));
                    }
                }
            }
            if (changed) {
                receiver.negotiate(OfferCause.TRACKS_CHANGED);
            }
        }
    }

    private void tell(Endpoint about, Function<InteractionEvent.Scope, InteractionEvent> event) {
        log.tell(event, about.participant().userId());
    }

    /** Removes the tracks of participants who have left. A participant who comes back publishes new ones, as pages expect. */
    private boolean removeGone(Endpoint receiver, List<? extends Endpoint> endpoints) {
        List<Route> gone = routes.to(receiver).stream()
                .filter(route -> endpoints.stream()
                        .noneMatch(e -> e.participant().equals(route.track().participant())))
                .toList();
        gone.forEach(this::remove);
        return !gone.isEmpty();
    }

    private void remove(Route route) {
        routes.close(route);
        route.receiver().removeTrack(route.sender());
    }

    /** Returns whether the receiver needs an offer for it. */
    private boolean connect(Endpoint receiver, PublishedTrack track) {
        Optional<Route> existing = routes.find(receiver, track.participant(), track.kind());
        if (existing.isPresent()) {
            Route route = existing.get();
            if (route.track() == track) {
                String id = track.source().trackId();
                tell(receiver, s -> new InteractionEvent.DuplicateTrackSkipped(s, id));
                return false;
            }
            if (route.sender().track().codec() == track.codec()) {
                // The same sender goes on with another track of the participant: there is nothing to negotiate.
                routes.close(route);
                open(receiver, track, route.sender());
                keyFrames.request(track, KeyFrameCause.RECONNECTION);
                return false;
            }
            remove(route);
        }
        open(receiver, track, receiver.addTrack(track.participant().track(track.codec())));
        return true;
    }

    private void open(Endpoint receiver, PublishedTrack track, RtpSender sender) {
        routes.open(receiver, track, sender);
        sender.setFeedbackListener(new Feedback(receiver, track));
    }

    /** Stops forwarding to an endpoint that is gone, and what it published. */
    public void disconnect(Endpoint gone) {
        routes.disconnect(gone);
        gone.published().forEach(keyFrames::forget);
    }

    /** A track is over, and its participant has published another one in its place. */
    public void withdraw(PublishedTrack track) {
        track.withdraw();
        keyFrames.forget(track);
    }

    /** Asks for a key frame of every video that an endpoint receives: it has just been told how to decode them. */
    public void refresh(Endpoint receiver) {
        for (Route route : routes.to(receiver)) {
            keyFrames.request(route.track(), KeyFrameCause.NEGOTIATED);
        }
    }

    /**
     * Brings a receiver's feedback to the interaction's thread. One request and one report wait at a time: a datagram
     * may hold a hundred of them, and a thousand datagrams may come in a second.
     */
    private final class Feedback implements RtpSender.FeedbackListener {
        private final Endpoint receiver;
        private final PublishedTrack track;
        private final AtomicBoolean asked = new AtomicBoolean();
        private final AtomicReference<@Nullable LossReport> reported = new AtomicReference<>();

        Feedback(Endpoint receiver, PublishedTrack track) {
            this.receiver = receiver;
            this.track = track;
        }

        @Override
        public void onKeyFrameRequest(String cause) {
            if (asked.compareAndSet(false, true)) {
                thread.execute(() -> {
                    asked.set(false);
                    keyFrames.request(track, KeyFrameCause.ofFeedback(cause));
                });
            }
        }

        @Override
        public void onReceiverReport(LossReport report) {
            if (reported.getAndSet(report) == null) {
                thread.execute(() -> {
                    LossReport newest = reported.getAndSet(null);
                    if (newest != null) {
                        reports.onReceiverReport(receiver, track, newest);
                    }
                });
            }
        }
    }
}
