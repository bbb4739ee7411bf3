package org.ducksoup.bench.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.testkit.media.MediaClip;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.SignalingSocket;

/** Speaks DuckSoup's protocol. */
final class DuckSoupCaller implements Caller {
    /** Longer than any run, and within what a server allows. */
    private static final Duration LENGTH = Duration.ofMinutes(15);

    private final HeadlessParticipant participant;

    DuckSoupCaller(HeadlessClients clients, SignalingSocket.Opener server, Seat seat) {
        Seat.Media media = seat.media();
        ParticipantOptions options = ParticipantOptions.of(seat.interaction(), seat.userId(), seat.size())
                .lasting(LENGTH)
                .sending(media.video())
                .with("recordingMode", media.recording());
        if (!media.videoEffect().isEmpty()) {
            options = options.with("videoFx", media.videoEffect());
        }
        if (!media.voiceEffect().isEmpty()) {
            options = options.with("audioFx", media.voiceEffect());
        }
        if (!media.clips().isEmpty()) {
            options = options.playing(seat.clips().toArray(MediaClip[]::new));
        }
        participant = clients.join(server, media.silent() ? options.muted() : options);
        participant.milestone(Milestone.REFUSED).thenAccept(refusal -> giveUp("refused: " + refusal.payload()));
    }

    private void giveUp(String why) {
        IllegalStateException refused = new IllegalStateException(why);
        participant.milestone(Milestone.CONNECTED).completeExceptionally(refused);
        participant.milestone(Milestone.FIRST_KEY_FRAME).completeExceptionally(refused);
    }

    @Override
    public CompletableFuture<Duration> connected() {
        return participant.milestone(Milestone.CONNECTED).thenApply(Arrival::sinceJoin);
    }

    @Override
    public CompletableFuture<Duration> firstVideo() {
        return participant.milestone(Milestone.FIRST_KEY_FRAME).thenApply(Arrival::sinceJoin);
    }

    @Override
    public long sent() {
        return participant.sent();
    }

    @Override
    public List<ReceivedTrack> tracks() {
        return participant.tracks();
    }

    @Override
    public String story() {
        return participant.transcript().toString();
    }

    @Override
    public void close() {
        participant.stop();
        participant.close();
    }
}
