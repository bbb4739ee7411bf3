package org.ducksoup.sfu.bitrate;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.routing.Endpoint;
import org.ducksoup.sfu.routing.Route;
import org.ducksoup.sfu.routing.Routes;
import org.ducksoup.sfu.time.Agenda;

/**
 * Publishes once a second what each track has received and sent, while the interaction runs. On the interaction's
 * thread.
 */
public final class TrackSampler {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final InteractionLog log;
    private final Agenda agenda;
    private final Supplier<? extends Collection<? extends Endpoint>> endpoints;
    private final Routes routes;
    private final BitrateControl bitrates;
    private final Map<PublishedTrack, ReceptionReport> lastReports = new HashMap<>();
    private final Map<RtpSender, Long> lastBytesSent = new HashMap<>();
    private final Map<RtpSender, Long> lastFailed = new HashMap<>();

    /** @param endpoints that are connected at the moment */
    public TrackSampler(
            InteractionLog log,
            Agenda agenda,
            Supplier<? extends Collection<? extends Endpoint>> endpoints,
            Routes routes,
            BitrateControl bitrates) {
        this.log = log;
        this.agenda = agenda;
        this.endpoints = endpoints;
        this.routes = routes;
        this.bitrates = bitrates;
    }

    public void start() {
        for (Endpoint endpoint : endpoints.get()) {
            endpoint.published()
                    .forEach(track -> lastReports.put(track, track.source().statistics()));
        }
        agenda.after(INTERVAL, this::sample);
    }

    private void sample() {
        Set<PublishedTrack> tracks = new HashSet<>();
        Set<RtpSender> senders = new HashSet<>();
        for (Endpoint endpoint : endpoints.get()) {
            endpoint.published().forEach(this::sampleTrack);
            tracks.addAll(endpoint.published());
            for (Route route : routes.to(endpoint)) {
                reportFailures(endpoint, route.sender());
                senders.add(route.sender());
            }
            bitrates.takeFeedback(endpoint)
                    .ifPresent(tally -> log.tell(
                            s -> new InteractionEvent.TransportFeedbackReceived(
                                    s, tally.reports(), tally.packets(), tally.lost()),
                            endpoint.participant().userId()));
        }
        lastReports.keySet().retainAll(tracks);
        lastBytesSent.keySet().retainAll(senders);
        lastFailed.keySet().retainAll(senders);
        agenda.after(INTERVAL, this::sample);
    }

    private void reportFailures(Endpoint receiver, RtpSender sender) {
        long total = sender.statistics().failed();
        Long before = lastFailed.put(sender, total);
        long since = total - (before == null ? 0 : before);
        if (since > 0) {
            String track = sender.track().trackId();
            log.tell(
                    s -> new InteractionEvent.TrackWriteFailed(s, track, since),
                    receiver.participant().userId());
        }
    }

    private void sampleTrack(PublishedTrack track) {
        long sent = 0;
        for (RtpSender sender : routes.sendersOf(track)) {
            long total = sender.statistics().bytes();
            Long before = lastBytesSent.put(sender, total);
            sent = Math.max(sent, total - (before == null ? 0 : before));
        }
        String userId = track.participant().userId();
        Bitrate out = new Bitrate(sent * 8);
        log.tell(s -> new InteractionEvent.OutboundBitrate(s, track.kind(), out), userId);
        ReceptionReport now = track.source().statistics();
        ReceptionReport before = lastReports.put(track, now);
        if (before != null) {
            report(track, before, now);
        }
    }

    private void report(PublishedTrack track, ReceptionReport before, ReceptionReport now) {
        ReceptionReport since = new ReceptionReport(
                now.packets() - before.packets(),
                now.bytes() - before.bytes(),
                Math.max(0, now.lost() - before.lost()),
                now.jitterMillis());
        String userId = track.participant().userId();
        Bitrate in = new Bitrate(since.bytes() * 8);
        Duration roundTrip = bitrates.roundTrip(track.participant()).orElse(null);
        log.tell(s -> new InteractionEvent.InboundBitrate(s, track.kind(), in), userId);
        log.tell(s -> new InteractionEvent.InboundReport(s, track.kind(), since, roundTrip), userId);
        // One in ten: a listener hears it and a viewer sees it.
        if (since.lost() * 10 > since.packets()) {
            log.tell(s -> new InteractionEvent.LossThresholdExceeded(s, track.kind(), since.lost()), userId);
        }
    }
}
