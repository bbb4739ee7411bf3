package org.ducksoup.api.plan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** What an interaction was given: for the server and its log only. Thread-safe but for {@link #execution}. */
@ProviderType
public interface PlanAssignment {
    /** Stands for the condition, in log and manifest. */
    String code();

    /** Of all draws: with the plan and the condition it determines the timetable. */
    long seed();

    /** The effects of a role. */
    Effects effects(String role);

    /** The steps of the interaction, from its start on. Each call makes a new one. */
    PlanExecution execution();

    /** Hears a participant. One for each stream of audio levels. */
    SpeechListener speechListener();

    /**
     * The interaction never started: another one gets its place. Blocks for the disk.
     *
     * @throws IOException if the disk fails; the place stays given then
     */
    void release() throws IOException;

    /**
     * Texts of effects; null for none.
     *
     * @param outOfCircuit they run, and nothing of them may ever be heard or seen
     */
    record Effects(@Nullable String audioFx, @Nullable String videoFx, boolean outOfCircuit) {}
}
