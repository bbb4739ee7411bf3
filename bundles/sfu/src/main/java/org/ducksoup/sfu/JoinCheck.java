package org.ducksoup.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage.Reason;

/** Compares later joins with the first one, whose values count for the interaction, and words the refusals. */
final class JoinCheck {
    /** How long a connection that holds a seat has to answer before it is taken for dead. */
    static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

    private final JoinRequest first;

    JoinCheck(JoinRequest first) {
        this.first = first;
    }

    /**
     * @param wanted by the later joiner
     * @param valid for the interaction
     */
    record IgnoredValue(String key, String wanted, String valid) {}

    /** The values of a later join that have no effect, because the first join has others. */
    List<IgnoredValue> ignoredValues(JoinRequest later) {
        List<IgnoredValue> ignored = new ArrayList<>();
        compare("duration", later.duration().toSeconds(), first.duration().toSeconds(), ignored);
        compare("size", later.size(), first.size(), ignored);
        compare("recordingMode", later.recordingMode(), first.recordingMode(), ignored);
        return ignored;
    }

    private static void compare(String key, Object wanted, Object valid, List<IgnoredValue> ignored) {
        if (!wanted.equals(valid)) {
            ignored.add(new IgnoredValue(key, wanted.toString(), valid.toString()));
        }
    }

    Reason fullReason() {
        return new Reason(
                "size",
                Integer.toString(first.size()),
                "all " + first.size()
                        + " seats of this interaction are taken; give each group an interactionName of its own");
    }

    Reason duplicateReason(JoinRequest later) {
        return new Reason(
                "userId", later.userId(), "this user is connected already; each participant needs a userId of its own");
    }

    Reason abortedReason(Duration waited) {
        return new Reason(
                "size",
                Integer.toString(first.size()),
                "the media of all " + first.size() + " participants did not arrive within " + waited.toSeconds()
                        + " s");
    }

    static Reason stoppingReason() {
        return new Reason(
                "server",
                "stopping",
                "this server is about to stop and begins no new interaction; load the page again in a minute");
    }

    static Reason overReason(InteractionKey key) {
        return new Reason("interactionName", key.name(), "this interaction is over; a new one needs a new page");
    }
}
