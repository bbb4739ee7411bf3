package org.ducksoup.api.operation;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All interactions for whoever runs a study. What an operator does is in the event log and in the manifest of the run.
 *
 * <p>In a cluster there are two of these services: that of this server's own interactions, which has the property {@link #HERE},
 * and one of a higher ranking for the interactions of all servers. Who just refers to the service gets the latter.
 *
 * <p>Thread-safe. Every method waits until the interactions concerned have answered, 2 s at most, and some seconds
 * more for another server: not for threads of media or messages.
 */
@ProviderType
public interface Supervision {
    /** The property of the service that knows this server's interactions only, as {@code name=value}. */
    String HERE = "ducksoup.scope=here";

    /** The longest text for participants, in characters. */
    int MAX_TEXT = 1000;

    /** The longest duration of an interaction, extensions included. */
    Duration MAX_DURATION = Duration.ofHours(24);

    /** The interactions that are not over, oldest first; without those that do not answer, or whose server does not. */
    List<InteractionStatus> interactions();

    /**
     * Ends an interaction in order, as if its time were over: files are completed, everybody is told.
     *
     * @throws OperationException if there is no such interaction, or if it does not answer
     */
    void end(InteractionKey key) throws OperationException;

    /**
     * Moves the end of an interaction. Its participants are told of the new remaining time.
     *
     * @param by 1 s to {@link #MAX_DURATION}
     * @return remaining until the new end
     * @throws OperationException if there is no such interaction, if it would be longer than {@link #MAX_DURATION}, or
     *     if it does not answer
     */
    Duration extend(InteractionKey key, Duration by) throws OperationException;

    /**
     * Takes a participant out: the page gets {@code end}, and this user is not admitted to this run again. The
     * interaction goes on for the others.
     *
     * @throws OperationException if there is no such participant, or if the interaction does not answer
     */
    void remove(InteractionKey key, String userId) throws OperationException;

    /**
     * Sends a text to pages, which get it as the player's event {@code message}.
     *
     * @param userId of the receiver, or null for everybody who is there
     * @param text 1 to {@link #MAX_TEXT} characters
     * @return how many participants it was sent to
     * @throws OperationException if nobody of that name is there, if the text is too long, or if the interaction does
     *     not answer
     */
    int tell(InteractionKey key, @Nullable String userId, String text) throws OperationException;

    /**
     * Sets a property of a participant's effect, as the participant's page can.
     *
     * @param control whose {@code userId} names the participant
     * @throws OperationException if there is no such participant, effect or property, if the value is not allowed, or
     *     if the interaction does not answer
     */
    void control(InteractionKey key, EffectControl control) throws OperationException;

    /**
     * An interaction with the effects and values of its plan, which {@link #interactions} leaves out: whoever meets participants must
     * not know their condition by accident. Each look is in the event log and in the manifest.
     *
     * @throws OperationException if there is no such interaction, or if it does not answer
     */
    InteractionStatus reveal(InteractionKey key) throws OperationException;

    /**
     * Marks a moment, for the log and for steps of a plan that wait for it.
     *
     * @throws OperationException if there is no such interaction, if name or data is too long, or if the interaction does not
     *     answer
     */
    void mark(InteractionKey key, Mark mark) throws OperationException;

    /**
     * The pipelines of an interaction's participants, those who have come first at first. Waits some seconds more for an
     * element that hangs.
     *
     * @throws OperationException if there is no such interaction, or if it does not answer
     */
    List<ParticipantPipeline> pipelines(InteractionKey key) throws OperationException;

    /** Whether no new interactions begin on this server. Those that exist go on, also for participants who come back. */
    boolean isDraining();

    /** Stops or allows new interactions on this server. {@code /ready} says no meanwhile. Lasts until the server ends. */
    void setDraining(boolean draining);
}
