package org.ducksoup.transport;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.transport.ice.IceCandidateLine;
import org.ducksoup.transport.ice.IceListener;
import org.ducksoup.transport.ice.IceSession;
import org.ducksoup.transport.ice.RestartableIce;
import org.ducksoup.transport.media.FeedbackPath;
import org.ducksoup.transport.media.InboundPath;
import org.ducksoup.transport.media.OutboundPath;
import org.ducksoup.transport.media.ReceiveLimit;
import org.ducksoup.transport.media.ReportTimer;
import org.ducksoup.transport.media.RtcpReturnPath;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.media.TrackSender;
import org.ducksoup.transport.negotiation.Negotiation;
import org.ducksoup.transport.negotiation.RemoteDescription;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.SdpParser;
import org.ducksoup.transport.sdp.SdpWriter;
import org.ducksoup.transport.sdp.TransportAttributes;
import org.ducksoup.transport.srtp.SrtpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer connection whose sections share one ICE session and one DTLS association (RFC 8843). */
final class BundledPeerConnection implements PeerConnection {
    private static final Logger LOGGER = LoggerFactory.getLogger(BundledPeerConnection.class);

    private final ConnectionEnvironment environment;
    private final String name;
    private final PeerConnectionListener listener;
    private final OutboundPath outbound;
    private final FeedbackPath feedback;
    private final InboundPath inbound;
    private final DtlsSrtp dtls;
    private final ObservedState state;
    private final Negotiation negotiation;
    private final RtpDemuxer demuxer = new RtpDemuxer();
    private final ReportTimer reports;
    private final ScheduledFuture<?> tick;
    private final RestartableIce ice;
    private boolean offerOutstanding;

    BundledPeerConnection(ConnectionEnvironment environment, String name, PeerConnectionListener listener)
            throws IOException {
        this.environment = environment;
        this.name = name;
        this.listener = listener;
        outbound = new OutboundPath(environment.random().nextInt());
        feedback = new FeedbackPath(demuxer, outbound, listener::onTransportFeedback);
        state = new ObservedState(this::silentNanos, environment.timer(), listener::onStateChange);
        dtls = new DtlsSrtp(name, environment, outbound::send, this::protectWith, state);
        ReceiveLimit limit = new ReceiveLimit(demuxer, outbound.reporterSsrc(), environment.maxReceiveRate());
        inbound = new InboundPath(
                dtls.endpoint(),
                demuxer,
                feedback,
                listener::onTrack,
                new RtcpReturnPath(outbound, feedback, limit),
                environment.endpoint().dropped());
        negotiation = new Negotiation(
                Long.toString(environment.random().nextLong() >>> 2), demuxer, environment.transportWide());
        ice = new RestartableIce(
                environment.endpoint(), name, new IceEvents(), environment.blocking(), environment.timer());
        outbound.sendThrough(ice::send);
        reports = new ReportTimer(outbound, feedback, demuxer, limit);
        tick = environment
                .timer()
                .scheduleAtFixedRate(
                        this::tick, ObservedState.TICK_NANOS, ObservedState.TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void receive(MediaKind kind, List<Codec> codecs) {
        negotiation.receive(kind, codecs);
    }

    @Override
    public void prefer(MediaKind kind, List<Codec> codecs) {
        negotiation.prefer(kind, codecs);
    }

    @Override
    public Set<Codec> accepted(MediaKind kind) {
        return Set.copyOf(negotiation.acceptedByRemote(kind));
    }

    @Override
    public void expectVideo(int width, int height, int frameRate) {
        negotiation.expectVideo(width, height, frameRate);
    }

    @Override
    public RtpSender addTrack(OutboundTrack track) {
        TrackSender sender = new TrackSender(
                track, environment.random().nextInt(), environment.random().nextInt(1 << 15), outbound);
        feedback.add(sender);
        negotiation.add(sender);
        return sender;
    }

    @Override
    public void removeTrack(RtpSender sender) {
        if (sender instanceof TrackSender ours) {
            feedback.remove(ours);
            negotiation.remove(ours);
        }
    }

    @Override
    public SessionDescription createOffer(OfferOptions options) throws PeerConnectionException {
        if (offerOutstanding) {
            throw new PeerConnectionException("an offer is outstanding already");
        }
        IceSession session = options.iceRestart() && dtls.isStarted() ? restart() : ice.offered();
        Sdp offer = negotiation.offer(attributes(session, "actpass"), candidates(session), options.audioLevels());
        offerOutstanding = true;
        announce(session);
        return SessionDescription.offer(SdpWriter.write(offer));
    }

    private IceSession restart() throws PeerConnectionException {
        try {
            return ice.restart();
        } catch (IOException e) {
            throw new PeerConnectionException("cannot restart ICE: " + e.getMessage(), e);
        }
    }

    @Override
    public void setAnswer(SessionDescription answer) throws PeerConnectionException {
        if (!offerOutstanding) {
            throw new PeerConnectionException("no offer is outstanding");
        }
        try {
            Sdp sdp = SdpParser.parse(answer.sdp());
            RemoteDescription remote = RemoteDescription.of(sdp);
            if (remote.setup().equals("actpass")) {
                throw new SdpException("an answer's setup is active or passive");
            }
            negotiation.accept(sdp);
            offerOutstanding = false;
            connect(remote, remote.setup().equals("active"), List.of());
        } catch (SdpException e) {
            throw new PeerConnectionException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public SessionDescription createAnswer(SessionDescription offer) throws PeerConnectionException {
        if (offerOutstanding) {
            // There is no rollback (RFC 8829 section 4.1.10.2), and the answer to the own offer would be judged by this
            // one.
            throw new PeerConnectionException("an offer is outstanding: its answer comes first");
        }
        try {
            Sdp sdp = SdpParser.parse(offer.sdp());
            RemoteDescription remote = RemoteDescription.of(sdp);
            negotiation.becomeAnswerer();
            Sdp answer = negotiation.answer(sdp, attributes(ice.current(), "active"), candidates(ice.current()));
            connect(remote, false, remote.candidates());
            return SessionDescription.answer(SdpWriter.write(answer));
        } catch (SdpException e) {
            throw new PeerConnectionException(String.valueOf(e.getMessage()), e);
        }
    }

    private void connect(RemoteDescription remote, boolean dtlsServer, List<IceCandidateLine> toCheck) {
        if (!dtls.isStarted()) {
            state.change(ConnectionState.CONNECTING);
            dtls.start(dtlsServer, remote.fingerprint());
            ice.current().start(remote.ufrag(), remote.password(), toCheck);
        } else {
            ice.startPending(remote.ufrag(), remote.password(), toCheck);
        }
    }

    private TransportAttributes attributes(IceSession session, String setup) {
        return new TransportAttributes(
                session.localUfrag(),
                session.localPassword(),
                environment.identity().fingerprint(),
                setup);
    }

    private static List<String> candidates(IceSession session) {
        return session.localCandidates().stream().map(IceCandidateLine::format).toList();
    }

    private void announce(IceSession session) {
        for (String candidate : candidates(session)) {
            listener.onLocalCandidate(new IceCandidate(candidate, "0", 0, session.localUfrag()));
        }
    }

    /**
     * Candidates of the browser are not needed: a client that knows the session's credentials reaches the server's
     * address, and so reveals its own. Many candidates of browsers are useless (mDNS, VPN), and a useless one could
     * fail the check list early.
     */
    @Override
    public void addRemoteCandidate(IceCandidate candidate) {}

    @Override
    public boolean isOfferOutstanding() {
        return offerOutstanding;
    }

    @Override
    public ConnectionState state() {
        return state.current();
    }

    private long silentNanos() {
        return System.nanoTime() - inbound.lastHeardNanos();
    }

    /** Sending is enabled first, because the first incoming packet may be forwarded at once. */
    private void protectWith(SrtpSession session) {
        outbound.protectWith(session);
        inbound.protectWith(session);
    }

    private void tick() {
        try {
            reports.send();
            state.judge();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOGGER.error("reports of {} failed; this is a bug of the server", name, e);
        }
    }

    @Override
    public void close() {
        if (!state.close()) {
            return;
        }
        tick.cancel(false);
        environment.blocking().execute(() -> {
            dtls.close();
            ice.close();
            dtls.forgetKeys();
        });
    }

    private final class IceEvents implements IceListener {
        @Override
        public void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {
            inbound.onDatagram(buffer, offset, length, arrivalNanos);
        }

        @Override
        public void onConnected(String local, String remote) {
            dtls.onWayFound();
            ice.moveIfConnected();
            if (!state.isClosed()) {
                listener.onSelectedCandidatePair(local, remote);
            }
        }

        @Override
        public void onFailed() {
            if (!ice.current().isConnected()) {
                state.change(ConnectionState.FAILED);
            }
        }
    }
}
