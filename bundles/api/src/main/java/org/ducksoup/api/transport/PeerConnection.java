package org.ducksoup.api.transport;

import java.util.List;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One WebRTC connection: one bundled transport (RFC 8843), any number of media sections (RFC 8829).
 *
 * <p>All methods are called by one thread at a time (the interaction's) and do not block. At most one offer is
 * outstanding: between {@link #createOffer} and {@link #setAnswer}, tracks may be added and removed, and appear in the
 * next offer.
 */
@ProviderType
public interface PeerConnection extends AutoCloseable {
    /**
     * Asks for one track of the remote side: a {@code recvonly} media section in the next offer. As answerer: accepts one.
     *
     * @param codecs in order of preference; not empty, all of the kind
     */
    void receive(MediaKind kind, List<Codec> codecs);

    /**
     * Puts the codecs of the section that {@link #receive} asked for in another order, from the next offer on.
     * Browsers send the first codec that they can encode, and change to it during the call.
     */
    void prefer(MediaKind kind, List<Codec> codecs);

    /** The codecs of a kind that the remote side's last answer accepted; empty before the first answer. */
    Set<Codec> accepted(MediaKind kind);

    /**
     * Sets the largest size and frame rate of this connection's video, which the offer has to allow. To be called
     * before {@link #receive}.
     */
    void expectVideo(int width, int height, int frameRate);

    /**
     * Adds a track to send: the first section of its kind that sends nothing yet, otherwise a new one, in the next offer.
     *
     * @return where the track's packets are written; silently discards them until negotiated and connected
     */
    RtpSender addTrack(OutboundTrack track);

    /** Stops sending a track; its section becomes free for another one after the next offer. */
    void removeTrack(RtpSender sender);

    /** Makes and sets the local offer (RFC 8829 section 5.2). */
    SessionDescription createOffer(OfferOptions options) throws PeerConnectionException;

    /**
     * Sets the remote answer to the outstanding offer.
     *
     * @throws PeerConnectionException if there is no outstanding offer or the answer cannot be one to it; nothing has changed
     */
    void setAnswer(SessionDescription answer) throws PeerConnectionException;

    /**
     * Sets a remote offer and makes the local answer, as a client does. The answerer of the first offer is the DTLS client.
     *
     * @throws PeerConnectionException if an offer of this side is outstanding, or the remote one cannot be answered; nothing has
     *     changed
     */
    SessionDescription createAnswer(SessionDescription offer) throws PeerConnectionException;

    /** Adds what the remote side says of its addresses. A candidate that cannot be used is ignored (RFC 8838). */
    void addRemoteCandidate(IceCandidate candidate);

    /** True between {@link #createOffer} and {@link #setAnswer}. */
    boolean isOfferOutstanding();

    /** The state as the listener was last told. */
    ConnectionState state();

    /** Frees everything at once; the remote side is told by DTLS. The listener hears nothing afterwards. Idempotent. */
    @Override
    void close();
}
