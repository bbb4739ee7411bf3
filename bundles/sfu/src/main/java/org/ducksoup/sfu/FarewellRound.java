package org.ducksoup.sfu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.sfu.events.AbortedStart;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.events.LeaveCause;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.recording.InteractionRecordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all participants how their interaction ended, and disconnects them. On the interaction's thread. */
final class FarewellRound {
    private static final Logger LOGGER = LoggerFactory.getLogger(FarewellRound.class);

    private final Interaction interaction;
    private final InteractionEnvironment environment;
    private final Seats seats;
    private final CodecAgreement codecs;
    private final InteractionLog log;
    private final int size;

    /** @param size the number of participants of a complete interaction */
    FarewellRound(
            Interaction interaction,
            InteractionEnvironment environment,
            Seats seats,
            CodecAgreement codecs,
            InteractionLog log,
            int size) {
        this.interaction = interaction;
        this.environment = environment;
        this.seats = seats;
        this.codecs = codecs;
        this.log = log;
        this.size = size;
    }

    void say(EndReason reason, InteractionRecordings.Outcome recorded) {
        Map<String, List<String>> files = seats.userIds().stream()
                .collect(Collectors.toMap(user -> user, user -> recorded.files().getOrDefault(user, List.of())));
        log.publish(s -> new InteractionEvent.InteractionEnded(s, reason, files, recorded.incomplete()));
        AbortedStart aborted = aborted();
        if (reason == EndReason.ABORTED) {
            aborted.missing()
                    .forEach((user, what) ->
                            log.tell(s -> new InteractionEvent.MediaMissing(s, AbortedStart.tokens(what)), user));
        }
        // A failure for one participant must not leave the others without an end.
        for (ParticipantConnection connection : seats.connections()) {
            attempt(() -> tellEnd(connection, reason, aborted, files));
            attempt(() -> interaction.disconnect(connection, LeaveCause.INTERACTION_OVER));
        }
    }

    /** Whose media were missing, for an interaction that did not start in time. */
    private AbortedStart aborted() {
        Map<String, List<AbortedStart.Missing>> missing = new LinkedHashMap<>();
        List<ParticipantConnection> present = seats.connections();
        for (ParticipantConnection connection : present) {
            List<AbortedStart.Missing> lacking =
                    codecs.isPossible() ? connection.missing() : List.of(AbortedStart.Missing.CODEC);
            if (!lacking.isEmpty()) {
                missing.put(connection.userId(), lacking);
            }
        }
        return new AbortedStart(
                missing, size - present.size(), size, environment.timings().waitForOthers());
    }

    private void tellEnd(
            ParticipantConnection connection, EndReason reason, AbortedStart aborted, Map<String, List<String>> files) {
        if (reason == EndReason.ABORTED) {
            ServerMessage.Refused refused =
                    new ServerMessage.Refused(Refusal.ABORTED, aborted.reasonFor(connection.userId()));
            log.tell(s -> new InteractionEvent.JoinRefused(s, refused), connection.userId());
            connection.send(refused);
        } else {
            connection.send(new ServerMessage.Files(files));
            connection.send(new ServerMessage.End(JoinCheck.earlyEnd(reason)));
        }
        connection.channel().leaveMessages(environment.farewells());
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("interaction {}: the last messages could not be sent", interaction.key(), e);
        }
    }
}
