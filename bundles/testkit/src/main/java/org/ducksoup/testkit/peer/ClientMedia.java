package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.media.MediaProfile;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.media.SentTrack;
import org.ducksoup.testkit.media.SyntheticMedia;
import org.ducksoup.transport.media.TrackSender;
import org.jspecify.annotations.Nullable;

/** A headless participant's peer connection, its camera and its microphone. */
final class ClientMedia implements PeerConnectionListener {
    private final ParticipantOptions options;
    private final PeerConnectionFactory connections;
    private final SyntheticMedia synthetic;
    private final Consumer<Milestone> reached;
    private final BiConsumer<String, @Nullable String> signaling;
    private final List<RtpSender> senders = new ArrayList<>();
    private final List<SentTrack> sent = new CopyOnWriteArrayList<>();
    private final List<ReceivedTrack> received = new CopyOnWriteArrayList<>();
    private @Nullable PeerConnection connection;
    private String lastOffer = "";
    private boolean closed;
    private volatile long firstSoundNanos;

    ClientMedia(
            ParticipantOptions options,
            PeerConnectionFactory connections,
            SyntheticMedia synthetic,
            Consumer<Milestone> reached,
            BiConsumer<String, @Nullable String> signaling) {
        this.options = options;
        this.connections = connections;
        this.synthetic = synthetic;
        this.reached = reached;
        this.signaling = signaling;
    }

    /** Answers an offer, and trickles the candidates beside the answer as browsers do. */
    synchronized void answer(String offer) {
        if (closed) {
            return;
        }
        try {
            PeerConnection current = connection == null ? open() : connection;
            lastOffer = options.seen(offer);
            String answer =
                    current.createAnswer(SessionDescription.offer(lastOffer)).sdp();
            List<String> candidates = answer.lines()
                    .filter(line -> line.startsWith("a=candidate:"))
                    .map(line -> line.substring(2))
                    .toList();
            String trickling = answer.replaceAll("a=(candidate:.*|end-of-candidates)\r\n", "");
            signaling.accept(
                    "client_answer",
                    Frames.object().put("type", "answer").put("sdp", trickling).toString());
            candidates.forEach(candidate -> onLocalCandidate(new IceCandidate(candidate, "0", 0, null)));
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("the offer cannot be answered", e);
        }
    }

    private PeerConnection open() throws PeerConnectionException {
        PeerConnection opened = connections.open("headless/" + options.userId(), this);
        connection = opened;
        opened.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        senders.add(addTrack(opened, Codec.OPUS));
        if (options.sendsVideo()) {
            opened.receive(MediaKind.VIDEO, List.of(Codec.VP8, Codec.H264));
            senders.add(addTrack(opened, options.video()));
        }
        return opened;
    }

    private RtpSender addTrack(PeerConnection to, Codec codec) {
        String stream = "stream-" + options.userId();
        RtpSender sender = to.addTrack(
                new OutboundTrack(stream, codec.kind().token() + "-" + options.userId(), codec, options.userId()));
        Loudness loudness = options.loudness();
        if (loudness != null && codec == Codec.OPUS && sender instanceof TrackSender ours) {
            ours.sayLevels(nanos -> loudness.at(Duration.ofNanos(nanos - firstSoundNanos)));
        }
        return sender;
    }

    synchronized void addCandidate(JsonNode init) {
        if (connection != null) {
            connection.addRemoteCandidate(new IceCandidate(
                    options.seen(init.path("candidate").asText()),
                    init.path("sdpMid").textValue(),
                    init.path("sdpMLineIndex").asInt(),
                    init.path("usernameFragment").textValue()));
        }
    }

    List<ReceivedTrack> received() {
        return List.copyOf(received);
    }

    long sent() {
        return sent.stream().mapToLong(SentTrack::sent).sum();
    }

    long keyFramesSent() {
        return sent.stream()
                .filter(track -> track.codec() != Codec.OPUS)
                .mapToLong(SentTrack::keyFrames)
                .sum();
    }

    private synchronized void startSending() {
        if (!closed && sent.isEmpty() && !options.isMuted()) {
            long now = System.nanoTime();
            for (RtpSender sender : senders) {
                if (options.hasFrames() || sender.track().codec() == Codec.OPUS) {
                    startSending(sender, now);
                }
            }
        }
    }

    private void startSending(RtpSender sender, long now) {
        Codec codec = sender.track().codec();
        MediaClip clip = options.clip(codec);
        if (codec == Codec.OPUS) {
            firstSoundNanos = now;
        }
        SentTrack track = clip == null
                ? synthetic.start(sender, codec, codec == Codec.OPUS ? MediaProfile.AUDIO : options.videoProfile())
                : synthetic.play(sender, clip, now);
        sender.setFeedbackListener(new KeyFramesOnRequest(track));
        sent.add(track);
    }

    /** Sends no video from here on. */
    synchronized void stopVideo() {
        sent.stream().filter(track -> track.codec() != Codec.OPUS).forEach(SentTrack::close);
    }

    /** Sends video again, in this codec, which one of the last offer's is. Browsers, too, change it without asking. */
    synchronized void startVideo(Codec codec) {
        PeerConnection current = connection;
        if (closed || current == null) {
            return;
        }
        RtpSender video = senders.stream()
                .filter(sender -> sender.track().codec() != Codec.OPUS)
                .findFirst()
                .orElseThrow();
        if (video.track().codec() != codec) {
            try {
                current.removeTrack(video);
                senders.remove(video);
                video = addTrack(current, codec);
                senders.add(video);
                // Nobody is sent this answer. It binds the new track to its payload type.
                current.createAnswer(SessionDescription.offer(lastOffer));
            } catch (PeerConnectionException e) {
                throw new IllegalStateException("the last offer cannot be answered again", e);
            }
        }
        startSending(video, System.nanoTime());
    }

    synchronized void close() {
        closed = true;
        sent.forEach(SentTrack::close);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        signaling.accept("client_ice_candidate", Frames.of(candidate).toString());
    }

    @Override
    public void onStateChange(ConnectionState state) {
        if (state == ConnectionState.CONNECTED) {
            reached.accept(Milestone.CONNECTED);
            startSending();
        }
    }

    @Override
    public void onTrack(RtpReceiver receiver) {
        ReceivedTrack track = new ReceivedTrack(receiver, new FirstMoments());
        receiver.forwardTo(track);
        received.add(track);
    }

    private final class FirstMoments implements ReceivedTrack.Listener {
        @Override
        public void onFirstPacket(MediaKind kind) {
            reached.accept(kind == MediaKind.AUDIO ? Milestone.FIRST_AUDIO_PACKET : Milestone.FIRST_VIDEO_PACKET);
        }

        @Override
        public void onKeyFrame() {
            reached.accept(Milestone.FIRST_KEY_FRAME);
        }
    }

    private record KeyFramesOnRequest(SentTrack track) implements RtpSender.FeedbackListener {
        @Override
        public void onKeyFrameRequest(String cause) {
            track.requestKeyFrame();
        }

        @Override
        public void onReceiverReport(LossReport report) {
            // Synthetic media does not adapt its rate.
        }
    }
}
