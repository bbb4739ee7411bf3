package org.ducksoup.sfu.rehearsal;

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
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;

/**
 * A connection that stands as soon as its first offer is answered, and then has a microphone and a camera. {@code transport} rehearses
 * connections itself.
 */
final class StandInConnection implements PeerConnection {
    private static final List<Codec> TRACKS = List.of(Codec.OPUS, Codec.H264);
    private static final SessionDescription OFFER = SessionDescription.offer("v=0\r\n");
    static final SessionDescription ANSWER = SessionDescription.answer("v=0\r\n");
    static final IceCandidate CANDIDATE =
            new IceCandidate("candidate:1 1 udp 2130706431 127.0.0.1 9 typ host", "0", 0, null);

    private final PeerConnectionListener listener;
    private boolean outstanding;
    private ConnectionState state = ConnectionState.NEW;

    private StandInConnection(PeerConnectionListener listener) {
        this.listener = listener;
    }

    /** Opens stand-ins. */
    static final class Factory implements PeerConnectionFactory {
        @Override
        public PeerConnection open(String name, PeerConnectionListener listener) {
            return new StandInConnection(listener);
        }

        @Override
        public Map<String, Long> droppedPackets() {
            return Map.of();
        }
    }

    @Override
    public void receive(MediaKind kind, List<Codec> codecs) {}

    @Override
    public void prefer(MediaKind kind, List<Codec> codecs) {}

    @Override
    public Set<Codec> accepted(MediaKind kind) {
        return kind == MediaKind.VIDEO && state == ConnectionState.CONNECTED ? Set.of(Codec.H264, Codec.VP8) : Set.of();
    }

    @Override
    public void expectVideo(int width, int height, int frameRate) {}

    @Override
    public RtpSender addTrack(OutboundTrack track) {
        return new StandInSender(track);
    }

    @Override
    public void removeTrack(RtpSender sender) {}

    @Override
    public SessionDescription createOffer(OfferOptions options) {
        outstanding = true;
        listener.onLocalCandidate(CANDIDATE);
        return OFFER;
    }

    @Override
    public void setAnswer(SessionDescription answer) {
        outstanding = false;
        if (state == ConnectionState.NEW) {
            state = ConnectionState.CONNECTED;
            listener.onStateChange(state);
            TRACKS.forEach(codec -> listener.onTrack(new StandInReceiver(codec)));
        }
    }

    @Override
    public SessionDescription createAnswer(SessionDescription offer) {
        return ANSWER;
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {}

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
        state = ConnectionState.CLOSED;
    }
}
