package org.ducksoup.api.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** One version of a plan. Immutable and thread-safe. */
@ProviderType
public interface ExperimentPlan {
    String name();

    /** Of the file's bytes, in hexadecimal digits. */
    String sha256();

    /** The code of the operator's trial that this is; null if it is for participants. */
    @Nullable
    String trial();

    /** Of an interaction. */
    Duration duration();

    /** One for each participant: their number is the size of an interaction. */
    List<String> roles();

    Settings settings();

    ExclusionRules exclusions();

    /**
     * The roles whose speech or silence a step of any condition waits for. The browser of each has to send how loud it is (RFC 6464),
     * unless the role is one of {@link #rolesWithAudioEffect}.
     */
    Set<String> listenedRoles();

    /**
     * The roles whose voice passes an effect in every condition: it is decoded anyway, whichever condition is given, so whether
     * such a role can be listened to tells nobody the condition.
     */
    Set<String> rolesWithAudioEffect();

    /**
     * Gives a condition to an interaction that begins. Blocks for the disk, on which it is when this returns. Once for each
     * interaction.
     *
     * @param code of a condition, from the first participant's token; null if there is none
     * @throws PlanRefusedException if there is no condition for this interaction; its message tells participants nothing
     * @throws IOException if the disk fails; nothing was given then
     */
    PlanAssignment assign(InteractionKey interaction, @Nullable String code) throws PlanRefusedException, IOException;

    /**
     * What a join without a plan says for itself.
     *
     * @param control whose effects pages may control
     */
    record Settings(
            String recordingMode,
            JoinRequest.VideoRequest video,
            boolean gpu,
            boolean overlay,
            boolean audioOnly,
            JoinGrant.Control control) {}
}
