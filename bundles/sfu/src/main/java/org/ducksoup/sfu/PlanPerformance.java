package org.ducksoup.sfu;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.SpeechListener.Heard;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.plan.Ear;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.ducksoup.sfu.plan.PlanCourse;
import org.ducksoup.sfu.routing.KeyFrameCause;
import org.ducksoup.sfu.routing.KeyFrames;
import org.ducksoup.sfu.time.Agenda;
import org.ducksoup.sfu.time.Countdown;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an interaction on its participants' effects, tracks and pages. Does nothing in an interaction without a plan. On the
 * interaction's thread.
 */
final class PlanPerformance implements PlanCourse.Stage {
    /** How soon the end of speech is noticed when a browser sends nothing in silence. */
    private static final Duration EAR_INTERVAL = Duration.ofMillis(100);

    private final Interaction interaction;
    private final @Nullable InteractionPlan plan;
    private final Seats seats;
    private final KeyFrames keyFrames;
    private final Countdown countdown;
    private final Agenda agenda;
    private final InteractionLog log;
    private final Map<String, Ear> ears = new HashMap<>();
    private @Nullable PlanCourse course;

    PlanPerformance(
            Interaction interaction,
            @Nullable InteractionPlan plan,
            Seats seats,
            KeyFrames keyFrames,
            Countdown countdown,
            Agenda agenda,
            InteractionLog log) {
        this.interaction = interaction;
        this.plan = plan;
        this.seats = seats;
        this.keyFrames = keyFrames;
        this.countdown = countdown;
        this.agenda = agenda;
        this.log = log;
    }

    /** Which user has which role. */
    static Map<String, String> roles(Collection<Seat> seats) {
        Map<String, String> roles = new LinkedHashMap<>();
        for (Seat seat : seats) {
            String role = roleOf(seat.request());
            if (role != null) {
                roles.put(seat.participant().userId(), role);
            }
        }
        return roles;
    }

    private static @Nullable String roleOf(@Nullable JoinRequest request) {
        return request == null || request.place() == null
                ? null
                : request.place().role();
    }

    /** The interaction has started. */
    void start() {
        PlanAssignment given = plan == null ? null : plan.given();
        if (given != null) {
            PlanCourse begun = new PlanCourse(
                    given.execution(), () -> Objects.requireNonNull(countdown.elapsed()), agenda, log, this);
            course = begun;
            seats.connections().forEach(this::listenTo);
            listenOn();
            begun.proceed();
        }
    }

    /** Somebody is there again, with all media. */
    void onBack(ParticipantConnection connection) {
        String role = roleOf(connection.request());
        if (course != null && role != null) {
            listenTo(connection);
            course.onPresence(role, true);
        }
    }

    void onGone(ParticipantConnection connection) {
        String role = roleOf(connection.request());
        if (course != null && role != null) {
            ears.remove(role);
            course.onPresence(role, false);
        }
    }

    /** @param userId null for an operator */
    void onMark(String name, @Nullable String userId) {
        if (course != null) {
            Seat seat = userId == null ? null : seats.of(userId);
            course.onMark(name, seat == null ? null : roleOf(seat.request()));
        }
    }

    /**
     * Whether nothing of somebody's effects may ever be heard or seen, as in a sham. It is known before the interaction starts: effects
     * begin to work while participants wait for each other.
     */
    boolean areOutOfCircuit(JoinRequest request) {
        String role = roleOf(request);
        PlanAssignment given = plan == null ? null : plan.given();
        return role != null && given != null && given.effects(role).outOfCircuit();
    }

    /** The effects of somebody have begun, or begun again. */
    void onEffects(ParticipantConnection connection) {
        String role = roleOf(connection.request());
        if (course != null && role != null) {
            course.restore(role);
            Ear ear = ears.get(role);
            if (ear != null) {
                // The effects may be others than those that it has listened to until now.
                connect(ear, connection);
            }
        }
    }

    /**
     * Whether a track is one that the plan has to listen to, and cannot. That does not depend on the condition: nobody finds out
     * which one it is by a browser that sends no levels.
     */
    @Nullable
    Reason deaf(ParticipantConnection connection, PublishedTrack track) {
        JoinRequest join = connection.request();
        String role = roleOf(join);
        if (plan == null
                || role == null
                || track.kind() != MediaKind.AUDIO
                || track.source().hasAudioLevel()
                || !plan.listensTo(join)
                || plan.hearsDecoded(join)) {
            return null;
        }
        return new Reason(
                "role",
                role,
                "the plan " + plan.plan().name() + " waits for speech or silence of role " + role
                        + ", and this browser does not say how loud its sound is (RFC 6464, ssrc-audio-level); it must be"
                        + " another browser, or a newer one; in a plan that gives this role an audio effect in every"
                        + " condition, any browser would do");
    }

    private void listenTo(ParticipantConnection connection) {
        String role = roleOf(connection.request());
        PlanAssignment given = plan == null ? null : plan.given();
        PublishedTrack track = connection.media().published().get(MediaKind.AUDIO);
        if (plan == null || given == null || role == null || track == null || !plan.listensTo(connection.request())) {
            return;
        }
        Consumer<Heard> changes = heard -> interaction.execute(() -> {
            if (course != null && !interaction.isOver()) {
                course.onSpeech(role, heard);
            }
        });
        RtpReceiver source = track.source();
        Ear ear = source.hasAudioLevel()
                ? Ear.ofPackets(given.speechListener(), changes)
                : Ear.ofDecoded(
                        given.speechListener(), () -> source.statistics().packets(), changes);
        ears.put(role, ear);
        connect(ear, connection);
    }

    /** Has an ear told of what somebody's browser says, or of the sound in front of the effects there are now. */
    private static void connect(Ear ear, ParticipantConnection connection) {
        PublishedTrack track = connection.media().published().get(MediaKind.AUDIO);
        SessionEffects effects = connection.media().effects();
        if (track != null && track.source().hasAudioLevel()) {
            track.source().listen(ear);
        } else if (effects != null) {
            effects.listen(ear);
        }
    }

    private void listenOn() {
        if (plan != null && plan.listens()) {
            agenda.after(EAR_INTERVAL, () -> {
                ears.values().forEach(ear -> ear.onTime(agenda.nanoTime()));
                listenOn();
            });
        }
    }

    /** The values that the plan has set on somebody's effects, by {@code effect.property}, as they are now. */
    Map<String, Object> values(Seat seat) {
        String role = roleOf(seat.request());
        return course == null || role == null ? Map.of() : course.values(role);
    }

    /** The interaction is about to end. */
    void finish() {
        if (course != null) {
            course.finish();
        }
    }

    @Override
    public boolean isOver() {
        return interaction.isOver();
    }

    @Override
    public void execute(Runnable task) {
        interaction.execute(task);
    }

    @Override
    public @Nullable Object effects(String role) {
        Seat seat = seatOf(role);
        ParticipantConnection connection = seat == null ? null : seat.connection();
        return connection == null ? null : connection.media().effects();
    }

    @Override
    public @Nullable String userOf(String role) {
        Seat seat = seatOf(role);
        return seat == null ? null : seat.participant().userId();
    }

    private @Nullable Seat seatOf(String role) {
        return seats.all().stream()
                .filter(seat -> role.equals(roleOf(seat.request())))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void perform(PlanAct act, ChangeTime when) throws PlanCourse.PlanActException {
        if (act instanceof PlanAct.Control control) {
            withEffects(
                    control.role(),
                    effects -> effects.control(
                            new EffectControl(
                                    control.effect(), control.property(), control.value(), control.over(), null),
                            when));
        } else if (act instanceof PlanAct.Switch circuit) {
            withEffects(circuit.role(), effects -> effects.setInCircuit(circuit.effect(), circuit.in(), when));
        } else if (act instanceof PlanAct.Mute mute) {
            hold(mute.role(), MediaKind.AUDIO, mute.on());
        } else if (act instanceof PlanAct.Freeze freeze) {
            hold(freeze.role(), MediaKind.VIDEO, freeze.on());
        } else if (act instanceof PlanAct.Message message) {
            present(message.role()).send(new ServerMessage.Message(message.text()));
        } else if (act instanceof PlanAct.Extend extend) {
            extend(extend.by());
        } else if (act instanceof PlanAct.End) {
            interaction.end(EndReason.PLAN);
        }
    }

    /** What is done to effects. */
    private interface EffectAct {
        void on(SessionEffects effects);
    }

    private void withEffects(String role, EffectAct act) throws PlanCourse.PlanActException {
        SessionEffects effects = present(role).media().effects();
        if (effects == null) {
            throw new PlanCourse.PlanActException("role " + role + " has no effect");
        }
        try {
            act.on(effects);
        } catch (IllegalArgumentException e) {
            throw new PlanCourse.PlanActException(String.valueOf(e.getMessage()));
        }
    }

    private ParticipantConnection present(String role) throws PlanCourse.PlanActException {
        Seat seat = seatOf(role);
        ParticipantConnection connection = seat == null ? null : seat.connection();
        if (connection == null) {
            throw new PlanCourse.PlanActException("role " + role + " is away; what lasts is done when it comes back");
        }
        return connection;
    }

    private void hold(String role, MediaKind kind, boolean on) throws PlanCourse.PlanActException {
        Seat seat = seatOf(role);
        if (seat != null) {
            // Also while the participant is away: it counts from the first packet after the return.
            seat.hold(kind, on);
        }
        ParticipantConnection connection = present(role);
        PublishedTrack track = connection.media().published().get(kind);
        if (track != null) {
            track.hold(on);
            if (!on) {
                keyFrames.request(track, KeyFrameCause.PLAN);
            }
        }
    }

    private void extend(Duration by) throws PlanCourse.PlanActException {
        if (countdown.duration().plus(by).compareTo(Supervision.MAX_DURATION) > 0) {
            throw new PlanCourse.PlanActException(
                    "the interaction would be longer than the " + Supervision.MAX_DURATION.toSeconds() + " s allowed");
        }
        interaction.extend(by);
    }
}
