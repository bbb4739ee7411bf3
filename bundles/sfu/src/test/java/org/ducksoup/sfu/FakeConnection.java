package org.ducksoup.sfu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;

public final class FakeConnection implements PeerConnection {
    /** Opens what a test gives it, and counts no packets. */
    public record Factory(Opening opening) implements PeerConnectionFactory {
        /** Opens one connection. */
        public interface Opening {
            PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException;
        }

        @Override
        public PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException {
            return opening.open(name, listener);
        }

        @Override
        public Map<String, Long> droppedPackets() {
            return Map.of();
        }
    }

    final String name;
    public final PeerConnectionListener listener;
    public final List<List<Codec>> received = new ArrayList<>();
    public final List<FakeSender> senders = new ArrayList<>();
    public final List<OfferOptions> offers = new ArrayList<>();
    public final List<IceCandidate> candidates = new ArrayList<>();
    public Set<Codec> accepted = Set.of(Codec.H264, Codec.VP8);
    boolean outstanding;
    boolean closed;
    boolean offersFail;
    boolean closingFails;
    public ConnectionState state = ConnectionState.CONNECTED;
    RuntimeException bug;

    public FakeConnection(String name, PeerConnectionListener listener) {
        this.name = name;
        this.listener = listener;
    }

    /** The senders that still send. */
    public List<FakeSender> active() {
        return senders.stream().filter(sender -> !sender.removed).toList();
    }

    @Override
    public void receive(MediaKind kind, List<Codec> codecs) {
        received.add(codecs);
    }

    @Override
    public void prefer(MediaKind kind, List<Codec> codecs) {
        received.add(codecs);
    }

    @Override
    public Set<Codec> accepted(MediaKind kind) {
        return kind == MediaKind.VIDEO && !offers.isEmpty() && !outstanding ? accepted : Set.of();
    }

    @Override
    public void expectVideo(int width, int height, int frameRate) {}

    @Override
    public RtpSender addTrack(OutboundTrack track) {
        if (bug != null) {
            throw bug;
        }
        FakeSender sender = new FakeSender(track);
        senders.add(sender);
        return sender;
    }

    @Override
    public void removeTrack(RtpSender sender) {
        ((FakeSender) sender).removed = true;
    }

    @Override
    public SessionDescription createOffer(OfferOptions options) throws PeerConnectionException {
        if (offersFail || outstanding) {
            throw new PeerConnectionException("no offer");
        }
        outstanding = true;
        offers.add(options);
        listener.onLocalCandidate(new IceCandidate("candidate:1", "0", 0, null));
        return SessionDescription.offer("offer " + offers.size());
    }

    @Override
    public void setAnswer(SessionDescription answer) throws PeerConnectionException {
        if (!outstanding || !answer.sdp().equals("good")) {
            throw new PeerConnectionException("not an answer");
        }
        outstanding = false;
    }

    @Override
    public SessionDescription createAnswer(SessionDescription offer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {
        candidates.add(candidate);
    }

    @Override
    public boolean isOfferOutstanding() {
        return outstanding;
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public void close() {
        closed = true;
        if (closingFails) {
            throw new IllegalStateException("a bug, as this test wants it");
        }
    }
}
