package org.ducksoup.sfu.media;

import java.util.Arrays;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.H264Payload;
import org.ducksoup.rtp.payload.Vp8Payload;
import org.jspecify.annotations.Nullable;

/**
 * A participant's track as the others get it. Every packet goes to each subscribed sender, on the thread that brings
 * it: the receive thread, or the pipeline's if there is an effect. Subscribers change on the interaction's thread.
 */
public final class PublishedTrack implements RtpSink {
    private static final RtpSender[] NONE = {};

    private final Participant participant;
    private final RtpReceiver source;
    private volatile boolean withdrawn;
    private volatile RtpSender[] subscribers = NONE;
    private volatile @Nullable SessionEffects effects;
    private volatile @Nullable Report lastReport;

    private volatile Flow flow = Flow.FREE;
    private final OpusSilence silence = new OpusSilence();

    private enum Flow {
        FREE,
        HELD,
        /** Free from the next key frame on: a picture that refers to withheld ones cannot be decoded. */
        RESUMING
    }

    private record Report(long ntpTime, long rtpTimestamp) {}

    public PublishedTrack(Participant participant, RtpReceiver source) {
        this.participant = participant;
        this.source = source;
    }

    /** The effects that the track goes through; null if the others get it as it comes. */
    @Nullable
    public SessionEffects effects() {
        return effects;
    }

    void processedBy(@Nullable SessionEffects newEffects) {
        effects = newEffects;
        lastReport = null;
    }

    /** Whose track it is. */
    public Participant participant() {
        return participant;
    }

    public RtpReceiver source() {
        return source;
    }

    public MediaKind kind() {
        return source.kind();
    }

    public Codec codec() {
        return source.codec();
    }

    /**
     * Withholds the track from the others: they hear silence, or see the last picture. Recorders are not concerned. The picture
     * goes on with the next key frame, which the caller asks for.
     */
    public synchronized void hold(boolean on) {
        if (on) {
            flow = Flow.HELD;
        } else if (flow == Flow.HELD) {
            flow = kind() == MediaKind.AUDIO ? Flow.FREE : Flow.RESUMING;
        }
    }

    private synchronized boolean isFreed() {
        boolean freed = flow == Flow.RESUMING;
        flow = freed ? Flow.FREE : flow;
        return freed;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        Flow now = flow;
        RtpPacket packet = now == Flow.FREE ? lent : withheld(lent, now);
        if (packet != null) {
            for (RtpSender subscriber : subscribers) {
                subscriber.onPacket(packet, arrivalNanos);
            }
        }
    }

    private @Nullable RtpPacket withheld(RtpPacket lent, Flow now) {
        if (kind() == MediaKind.AUDIO) {
            return silence.instead(lent);
        }
        if (now == Flow.RESUMING && startsKeyFrame(lent) && isFreed()) {
            for (RtpSender subscriber : subscribers) {
                subscriber.resume();
            }
            return lent;
        }
        return null;
    }

    private boolean startsKeyFrame(RtpPacket packet) {
        byte[] buffer = packet.buffer();
        return codec() == Codec.VP8
                ? Vp8Payload.startsKeyFrame(buffer, packet.payloadOffset(), packet.payloadLength())
                : H264Payload.startsKeyFrame(buffer, packet.payloadOffset(), packet.payloadLength());
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        lastReport = new Report(ntpTime, rtpTimestamp);
        for (RtpSender subscriber : subscribers) {
            subscriber.onSenderReport(ntpTime, rtpTimestamp);
        }
    }

    /** A subscriber hears the last report at once: the next one may be seconds away. */
    public void subscribe(RtpSender sender) {
        Report report = lastReport;
        if (report != null) {
            sender.onSenderReport(report.ntpTime, report.rtpTimestamp);
        }
        RtpSender[] more = Arrays.copyOf(subscribers, subscribers.length + 1);
        more[more.length - 1] = sender;
        subscribers = more;
    }

    public void unsubscribe(RtpSender sender) {
        subscribers = Arrays.stream(subscribers).filter(s -> s != sender).toArray(RtpSender[]::new);
    }

    /** The track's connection is over. Packets that still come of it go nowhere. */
    public void withdraw() {
        withdrawn = true;
        subscribers = NONE;
    }

    public boolean isWithdrawn() {
        return withdrawn;
    }
}
