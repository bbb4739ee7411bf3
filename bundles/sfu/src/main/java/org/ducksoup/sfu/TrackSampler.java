package org.ducksoup.sfu;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpSender;

/** Publishes what each track receives and sends, once a second while the interaction runs. On the interaction's thread. */
final class TrackSampler {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final InteractionLog log;
    private final Agenda agenda;
    private final Seats seats;
    private final BitrateControl bitrates;
    private final Map<PublishedTrack, ReceptionReport> lastReports = new HashMap<>();
    private final Map<RtpSender, Long> lastBytesSent = new HashMap<>();
    private final Map<RtpSender, Long> lastFailed = new HashMap<>();

    TrackSampler(InteractionLog log, Agenda agenda, Seats seats, BitrateControl bitrates) {
        this.log = log;
        this.agenda = agenda;
        this.seats = seats;
        this.bitrates = bitrates;
    }

    void start() {
        for (ParticipantConnection session : seats.connections()) {
            session.media()
                    .published()
                    .values()
                    .forEach(track -> lastReports.put(track, track.source().statistics()));
        }
        agenda.after(INTERVAL, this::sample);
    }

    private void sample() {
        for (ParticipantConnection session : seats.connections()) {
            session.media().published().values().forEach(track -> sampleTrack(session, track));
            session.subscriptions().values().forEach(sender -> reportFailures(session, sender));
            bitrates.takeFeedback(session)
                    .ifPresent(tally -> log.tell(
                            s -> new InteractionEvent.TransportFeedbackReceived(
                                    s, tally.reports(), tally.packets(), tally.lost()),
                            session.participant()));
        }
        agenda.after(INTERVAL, this::sample);
    }

    private void reportFailures(ParticipantConnection receiver, RtpSender sender) {
        long total = sender.statistics().failed();
        Long before = lastFailed.put(sender, total);
        long since = total - (before == null ? 0 : before);
        if (since > 0) {
            String track = sender.track().trackId();
            log.tell(s -> new InteractionEvent.TrackWriteFailed(s, track, since), receiver.participant());
        }
    }

    private void sampleTrack(ParticipantConnection session, PublishedTrack track) {
        long sent = 0;
        for (RtpSender sender : track.subscribers()) {
            long total = sender.statistics().bytes();
            Long before = lastBytesSent.put(sender, total);
            sent = Math.max(sent, total - (before == null ? 0 : before));
        }
        Bitrate out = new Bitrate(sent * 8);
        log.tell(s -> new InteractionEvent.OutboundBitrate(s, track.kind(), out), track.participant());
        ReceptionReport now = track.source().statistics();
        ReceptionReport before = lastReports.put(track, now);
        if (before != null) {
            report(session, track, before, now);
        }
    }

    private void report(
            ParticipantConnection session, PublishedTrack track, ReceptionReport before, ReceptionReport now) {
        ReceptionReport since = new ReceptionReport(
                now.packets() - before.packets(),
                now.bytes() - before.bytes(),
                Math.max(0, now.lost() - before.lost()),
                now.jitterMillis());
        Bitrate in = new Bitrate(since.bytes() * 8);
        Duration roundTrip = bitrates.roundTrip(session).orElse(null);
        log.tell(s -> new InteractionEvent.InboundBitrate(s, track.kind(), in), track.participant());
        log.tell(s -> new InteractionEvent.InboundReport(s, track.kind(), since, roundTrip), track.participant());
        // One in ten: what a listener hears and a viewer sees.
        if (since.lost() * 10 > since.packets()) {
            log.tell(
                    s -> new InteractionEvent.LossThresholdExceeded(s, track.kind(), since.lost()),
                    track.participant());
        }
    }
}
