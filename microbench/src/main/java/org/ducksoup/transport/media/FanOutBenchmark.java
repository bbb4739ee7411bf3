package org.ducksoup.transport.media;

import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.microbench.Packets;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.srtp.SrtpWarmUp;
import org.ducksoup.transport.twcc.ArrivalRecorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A decrypted packet of 1000 bytes from its {@link TrackReceiver} to the ciphertexts for its receivers, as the SFU passes it on.
 * It is in this package because nobody else may hand packets to a {@link TrackReceiver}.
 */
@State(Scope.Thread)
public class FanOutBenchmark {
    private static final int LENGTH = 1000;
    private static final int SSRC = 42;

    static {
        // The server's ciphers. Without this, the library takes those that win a race.
        SrtpWarmUp.run();
    }

    @Param({"1", "3"})
    public int receivers = 1;

    private final TrackReceiver receiver =
            new TrackReceiver(Codec.VP8, new InboundSection("track"), SSRC, new Unheard());
    private final byte[] buffer = Packets.rtp(SSRC, 0, LENGTH, 0);
    private final RtpPacket packet = new RtpPacket();
    private int sequenceNumber;
    private long nowNanos = 1;
    private long sent;

    @Setup
    public void subscribe() {
        RtpSink[] senders = new RtpSink[receivers];
        for (int i = 0; i < receivers; i++) {
            senders[i] = sender();
        }
        receiver.forwardTo((lent, arrivalNanos) -> {
            for (RtpSink each : senders) {
                each.onPacket(lent, arrivalNanos);
            }
        });
        long before = sent;
        if (fanOut() != before + receivers) {
            throw new IllegalStateException("a packet does not reach its " + receivers + " receivers");
        }
    }

    private TrackSender sender() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        OutboundPath path = new OutboundPath(1);
        path.protectWith(new SrtpSession(profile, new byte[profile.keyingMaterialLength()], true));
        path.sendThrough((datagram, offset, length) -> {
            sent++;
            return true;
        });
        TrackSender sender = new TrackSender(new OutboundTrack("stream", "track", Codec.VP8, "name"), 7, 1, path);
        sender.negotiate(TrackSender.Negotiated.of(Packets.PAYLOAD_TYPE, "1", 1, 2)
                .withTransportWide(3)
                .withRetransmissions(true, 97));
        return sender;
    }

    @Benchmark
    public long fanOut() {
        if (!packet.wrap(buffer, 0, LENGTH)) {
            throw new IllegalStateException("not an RTP packet");
        }
        packet.sequenceNumber(sequenceNumber++ & 0xffff);
        nowNanos += 10_000_000;
        receiver.accept(packet, nowNanos);
        return sent;
    }

    /** Nothing is missing, so nothing is said. */
    private static final class Unheard implements ReturnPath {
        @Override
        public void requestKeyFrame(int mediaSsrc) {}

        @Override
        public void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers) {}

        @Override
        public void reportArrivals(ArrivalRecorder recorder, long nowNanos) {}

        @Override
        public void announceLimit() {}

        @Override
        public long roundTripNanos() {
            return ROUND_TRIP_GUESS_NANOS;
        }
    }
}
