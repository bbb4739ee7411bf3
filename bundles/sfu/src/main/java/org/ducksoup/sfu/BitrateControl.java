package org.ducksoup.sfu;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.ReceiverReport;
import org.ducksoup.api.congestion.TransportFeedback;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * From what each receiver's path carries to what each source sends: the estimate of a path is shared among the tracks on it,
 * and whoever encodes a track, our encoder or the participant's browser, follows the smallest share of its receivers. On the
 * interaction's thread.
 */
final class BitrateControl {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** A change smaller than this share is not worth a word. */
    private static final long LEAST_CHANGE = 50;

    private final InteractionLog log;
    private final Agenda agenda;
    private final Seats seats;
    private final InteractionEnvironment environment;
    private final BitrateAllocator allocator;
    private final Map<ParticipantConnection, PathEstimate> paths = new HashMap<>();
    private final Map<ParticipantConnection, Duration> roundTrips = new HashMap<>();
    private final Map<ParticipantConnection, FeedbackTally> feedbacks = new HashMap<>();
    private final Map<PublishedTrack, Bitrate> told = new HashMap<>();
    private final Map<PublishedTrack, ReportedLoss> losses = new HashMap<>();

    BitrateControl(InteractionLog log, Agenda agenda, Seats seats, InteractionEnvironment environment) {
        this.log = log;
        this.agenda = agenda;
        this.seats = seats;
        this.environment = environment;
        allocator = new BitrateAllocator(environment.settings().bitrates());
    }

    void start() {
        agenda.after(INTERVAL, this::tick);
    }

    void onReceiverReport(ParticipantConnection receiver, PublishedTrack track, ReceiverReport report) {
        Instant now = environment.timer().instant();
        path(receiver).report(estimator -> estimator.onReceiverReport(report, now));
        if (!report.roundTripTime().isZero()) {
            roundTrips.put(receiver, report.roundTripTime());
        }
        EffectProcessing effects = track.effects();
        if (effects != null) {
            ReportedLoss loss = losses.computeIfAbsent(track, unused -> new ReportedLoss());
            if (loss.onReport(receiver, report.lossFraction())) {
                effects.setExpectedLoss(track.kind(), loss.worst());
            }
        }
    }

    void onTransportFeedback(ParticipantConnection receiver, TransportFeedback feedback) {
        Instant now = environment.timer().instant();
        path(receiver).report(estimator -> estimator.onTransportFeedback(feedback, now));
        feedbacks.merge(receiver, FeedbackTally.of(feedback), FeedbackTally::plus);
    }

    /** What this participant's browser has reported since this was last asked. */
    Optional<FeedbackTally> takeFeedback(ParticipantConnection receiver) {
        return Optional.ofNullable(feedbacks.remove(receiver));
    }

    /** To this participant and back, as last reported. */
    Optional<Duration> roundTrip(ParticipantConnection receiver) {
        return Optional.ofNullable(roundTrips.get(receiver));
    }

    void forget(ParticipantConnection session) {
        paths.remove(session);
        roundTrips.remove(session);
        feedbacks.remove(session);
        session.media().published().values().forEach(told::remove);
        session.media().published().values().forEach(losses::remove);
        losses.values().forEach(loss -> loss.forget(session));
    }

    private PathEstimate path(ParticipantConnection receiver) {
        return paths.computeIfAbsent(receiver, unused -> new PathEstimate());
    }

    private void tick() {
        Map<PublishedTrack, Bitrate> smallest = new HashMap<>();
        List<ParticipantConnection> sessions = seats.connections();
        for (ParticipantConnection receiver : sessions) {
            List<PublishedTrack> received = received(receiver, sessions);
            if (!received.isEmpty()) {
                Map<MediaKind, Bitrate> shares = shares(receiver, received);
                received.forEach(track -> smallest.merge(
                        track, shares.getOrDefault(track.kind(), new Bitrate(0)), BitrateControl::smaller));
            }
        }
        smallest.forEach(this::tell);
        // What nobody receives any more is recorded all the same: the one who left must not be its measure.
        List<PublishedTrack> alone = told.keySet().stream()
                .filter(track -> !smallest.containsKey(track))
                .toList();
        for (PublishedTrack track : alone) {
            tell(track, allocator.most(track.kind()));
            told.remove(track);
        }
        agenda.after(INTERVAL, this::tick);
    }

    private static List<PublishedTrack> received(ParticipantConnection receiver, List<ParticipantConnection> sessions) {
        List<PublishedTrack> received = new ArrayList<>();
        for (ParticipantConnection source : sessions) {
            for (PublishedTrack track : source.media().published().values()) {
                if (track.subscribers().stream().anyMatch(receiver.subscriptions()::containsValue)) {
                    received.add(track);
                }
            }
        }
        return received;
    }

    private Map<MediaKind, Bitrate> shares(ParticipantConnection receiver, List<PublishedTrack> received) {
        int audios = (int) received.stream()
                .filter(track -> track.kind() == MediaKind.AUDIO)
                .count();
        int videos = received.size() - audios;
        boolean careful =
                received.stream().anyMatch(track -> track.kind() == MediaKind.VIDEO && track.effects() != null);
        BitrateRange range = allocator.range(audios, videos, careful);
        BandwidthEstimatorFactory factory =
                environment.estimators().named(environment.settings().estimator());
        Bitrate target =
                path(receiver).target(factory, range, environment.timer().instant());
        return allocator.share(target, audios, videos);
    }

    private static Bitrate smaller(Bitrate a, Bitrate b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private void tell(PublishedTrack track, Bitrate share) {
        EffectProcessing effects = track.effects();
        Bitrate wanted = effects == null ? share : allocator.forEncoder(track.kind(), share);
        Bitrate before = told.get(track);
        if (before != null && !isWorthAWord(before, wanted)) {
            return;
        }
        told.put(track, wanted);
        if (effects == null) {
            track.source().limit(wanted);
        } else {
            effects.setTargetBitrate(track.kind(), wanted);
        }
        log.tell(s -> new InteractionEvent.TargetBitrate(s, track.kind(), wanted), track.participant());
    }

    private static boolean isWorthAWord(Bitrate before, Bitrate now) {
        return Math.abs(before.bitsPerSecond() - now.bitsPerSecond()) * LEAST_CHANGE > before.bitsPerSecond();
    }
}
