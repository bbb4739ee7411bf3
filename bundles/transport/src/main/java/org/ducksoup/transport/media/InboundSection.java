package org.ducksoup.transport.media;

import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.jspecify.annotations.Nullable;

/** One media section of the remote side: the codecs that may arrive in it, and the track that did. */
public final class InboundSection {
    private final String mid;
    private volatile Map<Integer, Codec> codecs = Map.of();
    private volatile Map<Integer, Integer> retransmissions = Map.of();
    private volatile boolean nack;
    private volatile String trackId;
    private volatile boolean active;
    private volatile int audioLevelExtension = -1;
    private volatile @Nullable TrackReceiver receiver;
    private long begunAtNanos;

    public InboundSection(String mid) {
        this.mid = mid;
        this.trackId = mid;
    }

    /**
     * @param newCodecs by payload type
     * @param newRetransmissions by payload type, the payload type that each repairs
     * @param nackNegotiated whether the remote side sends packets again
     * @param newTrackId as announced, or the mid
     * @param isActive whether the remote side sends
     */
    public void negotiate(
            Map<Integer, Codec> newCodecs,
            Map<Integer, Integer> newRetransmissions,
            boolean nackNegotiated,
            String newTrackId,
            boolean isActive) {
        codecs = Map.copyOf(newCodecs);
        retransmissions = Map.copyOf(newRetransmissions);
        nack = nackNegotiated;
        trackId = newTrackId;
        active = isActive;
    }

    /** @param extension identifier of the loudness in this section's packets (RFC 6464), or -1 */
    public void negotiateAudioLevel(int extension) {
        audioLevelExtension = extension;
    }

    /** Identifier of the loudness in this section's packets, or -1 if they do not say it. */
    public int audioLevelExtension() {
        return audioLevelExtension;
    }

    public String mid() {
        return mid;
    }

    public boolean isActive() {
        return active;
    }

    /** The codec of a payload type in this section, or null. */
    @Nullable
    public Codec codec(int payloadType) {
        return codecs.get(payloadType);
    }

    /** The payload type that a retransmission's payload type repairs (RFC 4588), or null if it is no retransmission. */
    @Nullable
    Integer repairedBy(int payloadType) {
        return retransmissions.get(payloadType);
    }

    boolean asksForLostPackets() {
        return nack;
    }

    public String trackId() {
        return trackId;
    }

    @Nullable
    TrackReceiver receiver() {
        return receiver;
    }

    void receiver(TrackReceiver newReceiver) {
        receiver = newReceiver;
    }

    /** When the receiver's first packet came. On the receive thread. */
    long begunAtNanos() {
        return begunAtNanos;
    }

    void begunAtNanos(long nanos) {
        begunAtNanos = nanos;
    }
}
