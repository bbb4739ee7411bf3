package org.ducksoup.sfu;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.sfu.effect.EffectRequests;
import org.ducksoup.sfu.effect.Examination;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, before a client gets a seat, whether the server can do what the client asks for: the recording mode, the
 * effects, room on the disk. On the interaction's thread.
 */
final class JoinExaminer {
    private final InteractionEnvironment environment;
    private final InteractionMedia media;
    private final Seats seats;
    private final Executor thread;
    private final @Nullable InteractionPlan plan;
    private int examining;

    /**
     * @param thread the interaction's
     * @param plan null if the interaction has none
     */
    JoinExaminer(
            InteractionEnvironment environment,
            InteractionMedia media,
            Seats seats,
            Executor thread,
            @Nullable InteractionPlan plan) {
        this.plan = plan;
        this.environment = environment;
        this.media = media;
        this.seats = seats;
        this.thread = thread;
    }

    /**
     * Examines what a client asks for, after its plan has said what that is. A lab's effect, or the disk, may take some time.
     *
     * @param then gets the result: at once if it is known already, otherwise later on the interaction's thread
     */
    void examine(ClientSession client, Consumer<Examination> then) {
        InteractionPlan known = plan;
        if (known == null) {
            examine(client.request(), then);
            return;
        }
        examining++;
        known.fill(client.request())
                .whenComplete((filled, failure) -> thread.execute(() -> {
                    examining--;
                    if (failure != null) {
                        then.accept(Examination.refused(InteractionPlan.Refused.reasonOf(failure)));
                        return;
                    }
                    client.askFor(filled);
                    examine(filled, then);
                }));
    }

    private void examine(JoinRequest request, Consumer<Examination> then) {
        Reason conflict = modeObjection(request);
        if (conflict != null) {
            then.accept(hidden(Examination.refused(conflict), request));
            return;
        }
        CompletableFuture<Examination> examination = media.examiner()
                .examine(request)
                .thenApply(examined -> hidden(examined, request))
                .thenCombine(room(request), JoinExaminer::withRoom);
        if (examination.isDone()) {
            then.accept(examination.join());
            return;
        }
        examining++;
        examination.thenAccept(examined -> thread.execute(() -> {
            examining--;
            then.accept(examined);
        }));
    }

    /** Under a plan, no reason that names an effect or its value reaches a page. */
    private Examination hidden(Examination examination, JoinRequest request) {
        Reason objection = examination.objection();
        return plan == null || objection == null ? examination : Examination.refused(plan.hidden(objection, request));
    }

    /** Whether an examination is under way. */
    boolean isExamining() {
        return examining > 0;
    }

    /** Who comes back to the interaction is not refused because a recorder is gone at the moment. */
    private @Nullable Reason modeObjection(JoinRequest request) {
        Reason conflict = null;
        if (seats.of(request.userId()) == null) {
            conflict = environment.recorders().unknown(request.recordingMode());
            conflict = conflict == null ? environment.recorders().absent(media.mode()) : conflict;
        }
        return conflict == null ? JoinCheck.modeObjection(request, media.mode(), isAnyEffectPresent()) : conflict;
    }

    private boolean isAnyEffectPresent() {
        return seats.connections().stream().map(ParticipantConnection::request).anyMatch(EffectRequests::asksForEffect);
    }

    /**
     * A new recording needs room on the disk. A participant who comes back to a running interaction is not refused for
     * lack of it.
     */
    private CompletableFuture<Optional<Reason>> room(JoinRequest request) {
        boolean isNew = seats.of(request.userId()) == null;
        return isNew && media.mode().has(RecordingMode.Feature.RECORDS)
                ? environment.roomCheck().refusal()
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static Examination withRoom(Examination examination, Optional<Reason> noRoom) {
        return examination.objection() != null || noRoom.isEmpty() ? examination : Examination.refused(noRoom.get());
    }
}
