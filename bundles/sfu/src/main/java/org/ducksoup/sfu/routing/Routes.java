package org.ducksoup.sfu.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.media.Participant;
import org.ducksoup.sfu.media.PublishedTrack;

/** The one table of who receives what. On the interaction's thread. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** Sends a track to a receiver. */
    void open(Endpoint receiver, PublishedTrack track, RtpSender sender) {
        routes.add(new Route(receiver, track, sender));
        track.subscribe(sender);
    }

    void close(Route route) {
        routes.remove(route);
        route.track().unsubscribe(route.sender());
    }

    /**
     * Nothing more is sent to an endpoint, and nothing that comes of it goes on. What it sent stays until it is
     * closed.
     */
    void disconnect(Endpoint gone) {
        to(gone).forEach(this::close);
        // Another connection's track may use the same senders, on another thread.
        gone.published().forEach(PublishedTrack::withdraw);
    }

    /** All routes to a receiver. */
    public List<Route> to(Endpoint receiver) {
        return routes.stream().filter(route -> route.receiver() == receiver).toList();
    }

    /** The route on which a receiver gets a participant's audio or video. */
    Optional<Route> find(Endpoint receiver, Participant source, MediaKind kind) {
        return routes.stream()
                .filter(route -> route.receiver() == receiver
                        && route.track().participant().equals(source)
                        && route.track().kind() == kind)
                .findFirst();
    }

    /** Through which senders a track goes on. */
    public List<RtpSender> sendersOf(PublishedTrack track) {
        return routes.stream()
                .filter(route -> route.track() == track)
                .map(Route::sender)
                .toList();
    }

    /** What each receiver gets. */
    public Map<Endpoint, List<PublishedTrack>> received() {
        Map<Endpoint, List<PublishedTrack>> received = new LinkedHashMap<>();
        for (Route route : routes) {
            if (!route.track().isWithdrawn()) {
                received.computeIfAbsent(route.receiver(), unused -> new ArrayList<>())
                        .add(route.track());
            }
        }
        return received;
    }
}
