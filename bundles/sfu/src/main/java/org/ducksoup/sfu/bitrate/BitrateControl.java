package org.ducksoup.sfu.bitrate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.routing.Endpoint;
import org.ducksoup.sfu.routing.Router;
import org.ducksoup.sfu.routing.Routes;
import org.ducksoup.sfu.time.Agenda;

/**
 * Decides at which rate each track is encoded. The estimate of a receiver's path is shared among the tracks on it.
 * The encoder of a track, in this server or in the participant's browser, follows the smallest share of its
 * receivers. On the interaction's thread.
 */
public final class BitrateControl implements Router.ReportListener {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** A change smaller than this fraction (one part in so many) is not passed on. */
    private static final long MIN_CHANGE = 50;

    private final InteractionLog log;
    private final Agenda agenda;
    private final Routes routes;
    private final Estimators estimators;
    private final BitrateSettings settings;
    private final InstantSource clock;
    private final BitrateAllocator allocator;
    private final Map<Endpoint, PathEstimate> paths = new HashMap<>();
    private final Map<Endpoint, PathShares> shares = new HashMap<>();
    private final Map<Participant, Duration> roundTrips = new HashMap<>();
    private final Map<Endpoint, FeedbackTally> feedbacks = new HashMap<>();
    private final Map<PublishedTrack, Bitrate> told = new HashMap<>();
    private final Map<PublishedTrack, ReportedLoss> losses = new HashMap<>();

    public BitrateControl(
            InteractionLog log,
            Agenda agenda,
            Routes routes,
            Estimators estimators,
            BitrateSettings settings,
            InstantSource clock) {
        this.log = log;
        this.agenda = agenda;
        this.routes = routes;
        this.estimators = estimators;
        this.settings = settings;
        this.clock = clock;
        allocator = new BitrateAllocator(settings.bitrates());
    }

    public void start() {
        agenda.after(INTERVAL, this::tick);
    }

    @Override
    public void onReceiverReport(Endpoint receiver, PublishedTrack track, LossReport report) {
        Instant now = clock.instant();
        path(receiver).report(estimator -> estimator.onReceiverReport(report, now));
        if (!report.roundTripTime().isZero()) {
            roundTrips.put(receiver.participant(), report.roundTripTime());
        }
        SessionEffects effects = track.effects();
        if (effects != null) {
            ReportedLoss loss = losses.computeIfAbsent(track, unused -> new ReportedLoss());
            if (loss.onReport(receiver, report.lossFraction())) {
                effects.setExpectedLoss(track.kind(), loss.worst());
            }
        }
    }

    public void onTransportFeedback(Endpoint receiver, ArrivalFeedback feedback) {
        Instant now = clock.instant();
        path(receiver).report(estimator -> estimator.onTransportFeedback(feedback, now));
        feedbacks.merge(receiver, FeedbackTally.of(feedback), FeedbackTally::plus);
    }

    /** What this receiver's browser has reported since the last call. */
    Optional<FeedbackTally> takeFeedback(Endpoint receiver) {
        return Optional.ofNullable(feedbacks.remove(receiver));
    }

    /** The round trip to this participant, as last reported. */
    Optional<Duration> roundTrip(Participant receiver) {
        return Optional.ofNullable(roundTrips.get(receiver));
    }

    public void forget(Endpoint session) {
        paths.remove(session);
        shares.remove(session);
        roundTrips.remove(session.participant());
        feedbacks.remove(session);
        session.published().forEach(told::remove);
        session.published().forEach(losses::remove);
        losses.values().forEach(loss -> loss.forget(session));
    }

    private PathEstimate path(Endpoint receiver) {
        return paths.computeIfAbsent(receiver, unused -> new PathEstimate());
    }

    private void tick() {
        Map<PublishedTrack, Bitrate> smallest = new HashMap<>();
        Instant now = clock.instant();
        BandwidthEstimatorFactory factory = estimators.named(settings.estimator());
        routes.received().forEach((receiver, received) -> {
            PathShares path = shares(receiver);
            path.carry(received);
            path.share(path(receiver).target(factory, path.range(), now));
            for (PublishedTrack track : received) {
                smallest.merge(track, path.of(track.kind()), Bitrate::min);
            }
        });
        smallest.forEach(this::tell);
        if (told.size() > smallest.size()) {
            letGo(smallest.keySet());
        }
        agenda.after(INTERVAL, this::tick);
    }

    /** A track that nobody receives any more may still be recorded. The rate of a receiver who left must not hold it back. */
    private void letGo(Set<PublishedTrack> received) {
        List<PublishedTrack> alone = told.keySet().stream()
                .filter(track -> !received.contains(track))
                .toList();
        for (PublishedTrack track : alone) {
            tell(track, allocator.max(track.kind()));
            told.remove(track);
        }
    }

    private PathShares shares(Endpoint receiver) {
        return shares.computeIfAbsent(receiver, unused -> new PathShares(allocator));
    }

    private void tell(PublishedTrack track, Bitrate share) {
        SessionEffects effects = track.effects();
        Bitrate wanted = effects == null ? share : allocator.forEncoder(track.kind(), share);
        Bitrate before = told.get(track);
        if (before != null && !isWorthTelling(before, wanted)) {
            return;
        }
        told.put(track, wanted);
        if (effects == null) {
            track.source().limit(wanted);
        } else {
            effects.setTargetBitrate(track.kind(), wanted);
        }
        log.tell(
                s -> new InteractionEvent.TargetBitrate(s, track.kind(), wanted),
                track.participant().userId());
    }

    private static boolean isWorthTelling(Bitrate before, Bitrate now) {
        return Math.abs(before.bitsPerSecond() - now.bitsPerSecond()) * MIN_CHANGE > before.bitsPerSecond();
    }
}
