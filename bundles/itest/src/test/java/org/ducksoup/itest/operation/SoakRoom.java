package org.ducksoup.itest.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Pauses;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;

/**
 * An interaction of a soak: two participants, of whom the second leaves and returns. While both are there, every packet
 * that does not arrive and every pause is missed media.
 */
final class SoakRoom {
    /** An effect and a jitter of a busy machine hold sound for less than this. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    /** Somebody who returns has a new pipeline, which starts with what has arrived meanwhile. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration MAX_RETURN = Duration.ofSeconds(20);
    private static final int SOUNDS_PER_SECOND = 50;

    /** What one participant gets of the other from the moment when both are there. */
    private static final class Share {
        private final HeadlessParticipant of;
        private final long lost;
        private final long sounds;
        private final Pauses pauses;

        Share(HeadlessParticipant of) {
            this.of = of;
            lost = of.lost();
            sounds = of.received(MediaKind.AUDIO);
            pauses = new Pauses(of);
        }
    }

    private final String name;
    private final ServerProcess server;
    private final HeadlessClients clients;
    private final ParticipantOptions returning;
    private final HeadlessParticipant staying;
    private final List<Share> shares = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private HeadlessParticipant back;
    private boolean away;
    private long sinceNanos = System.nanoTime();
    private long keyFramesBefore;
    private long completeNanos;
    private long sharedNanos;

    /** Both join at once. */
    SoakRoom(
            String name,
            ServerProcess server,
            HeadlessClients clients,
            ParticipantOptions staying,
            ParticipantOptions returning) {
        this.name = name;
        this.server = server;
        this.clients = clients;
        this.returning = returning;
        this.staying = clients.join(server.signaling(), staying);
        back = clients.join(server.signaling(), returning);
    }

    /** Looks at what has arrived; to be called about once a second. */
    void look() {
        if (away) {
            if (System.nanoTime() - sinceNanos > AWAY.toNanos()) {
                comeBack();
            }
        } else if (isShared()) {
            shares.forEach(this::lookForPauses);
        } else if (!isComplete()) {
            if (System.nanoTime() - sinceNanos > MAX_RETURN.toNanos()) {
                throw new AssertionError(name + ": nobody sees everybody within " + MAX_RETURN + "\n" + staying.tracks()
                        + "\n" + back.tracks() + "\n" + back.transcript());
            }
        } else if (completeNanos == 0) {
            completeNanos = System.nanoTime();
        } else if (System.nanoTime() - completeNanos > SETTLING.toNanos()) {
            shares.add(new Share(staying));
            shares.add(new Share(back));
            sharedNanos = System.nanoTime();
        }
    }

    /** Whether both have been there for a while, and nothing of either is missed. */
    boolean isShared() {
        return !shares.isEmpty();
    }

    private boolean isComplete() {
        return back.hasReached(Milestone.FIRST_KEY_FRAME)
                && back.hasReached(Milestone.FIRST_AUDIO_PACKET)
                && keyFrames(staying) > keyFramesBefore;
    }

    private static long keyFrames(HeadlessParticipant of) {
        return of.tracks().stream().mapToLong(ReceivedTrack::keyFrames).sum();
    }

    private void lookForPauses(Share share) {
        for (MediaKind kind : MediaKind.values()) {
            Duration pause = share.pauses.take(kind);
            if (pause.compareTo(MAX_PAUSE) > 0) {
                missed.add(name + ": a pause of " + pause.toMillis() + " ms of " + kind);
            }
        }
    }

    /** Changes the pitch of one voice, or the colours of one picture. */
    void control(int number) {
        HeadlessParticipant who = number / 2 % 2 == 0 || away ? staying : back;
        double value = number % 8 < 4 ? 0.9 : 1.1;
        who.send(
                "client_control",
                number % 2 == 0
                        ? "{\"name\":\"voice\",\"property\":\"pitch\",\"value\":" + value + ",\"duration\":400}"
                        : "{\"name\":\"face\",\"property\":\"saturation\",\"value\":" + value + ",\"duration\":0}");
    }

    /** The second participant vanishes, as a page that is closed, and returns after two seconds. */
    void leave() {
        settleUp();
        back.close();
        away = true;
        sinceNanos = System.nanoTime();
    }

    private void comeBack() {
        keyFramesBefore = keyFrames(staying);
        back = clients.join(server.signaling(), returning);
        away = false;
        completeNanos = 0;
        sinceNanos = System.nanoTime();
    }

    /** What two had of each other is counted when one of them goes. */
    private void settleUp() {
        double seconds = (System.nanoTime() - sharedNanos) / 1e9;
        for (Share share : shares) {
            lookForPauses(share);
            long lost = share.of.lost() - share.lost;
            if (lost > 0) {
                missed.add(name + ": " + lost + " packets lost");
            }
            long sounds = share.of.received(MediaKind.AUDIO) - share.sounds;
            if (sounds < (seconds - MAX_PAUSE.toSeconds()) * SOUNDS_PER_SECOND) {
                missed.add(String.format(Locale.ROOT, "%s: %d packets of sound in %.1f s", name, sounds, seconds));
            }
        }
        shares.clear();
    }

    /** Both leave for good. */
    void end() {
        settleUp();
        for (HeadlessParticipant participant : List.of(staying, back)) {
            participant.stop();
            participant.close();
        }
    }

    /** A sentence for each time. */
    List<String> missed() {
        return missed;
    }
}
