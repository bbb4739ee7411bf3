package org.ducksoup.itest.abuse;

import java.time.Duration;
import org.ducksoup.testkit.media.MediaProfile;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;

/** The call beside an attack, which must not notice it. */
final class Neighbour {
    /** What the server allows by default. */
    private static final Duration LONGEST = Duration.ofSeconds(1200);

    private Neighbour() {}

    /** A mirror that is not recorded, with its media under way. It lasts longer than any attack. */
    static HeadlessParticipant of(ServerProcess server, HeadlessClients clients) {
        HeadlessParticipant neighbour = clients.join(
                server.signaling(),
                ParticipantOptions.mirror("neighbour", "me")
                        .with("recordingMode", "none")
                        .sendingLike(MediaProfile.LIGHT_VIDEO)
                        .lasting(LONGEST));
        neighbour.await(Milestone.FIRST_KEY_FRAME);
        return neighbour;
    }
}
