package org.ducksoup.api.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The steps of one interaction while they are carried out: events go in, acts come out. It reads no clock. Times are since the
 * start of the interaction, and never run backwards. Not thread-safe: for the interaction's thread.
 */
@ProviderType
public interface PlanExecution {
    /** Everything that is due by now and was not given before, in the order in which it was to happen. */
    List<DueAct> advance(Duration now);

    /**
     * Acts on effects that will be due in future, whatever happens until then: they can be sent to the effects ahead of their time.
     * {@link #advance} gives them all the same when they are due, and they are equal then.
     *
     * @param until the last time of interest
     */
    List<DueAct> upcoming(Duration until);

    /** When {@link #advance} has something to do, unless something happens before; no value if nothing waits. */
    Optional<Duration> next();

    /** The first time after another one at which something is due, unless something happens before. */
    Optional<Duration> next(Duration after);

    /** @param since when the role began or ended to speak, which is known a little later */
    void onSpeech(String role, boolean speaking, Duration since, Duration now);

    void onPresence(String role, boolean there, Duration now);

    /** @param role whose page set the marker; null for an operator */
    void onMarker(String name, @Nullable String role, Duration now);

    /**
     * What the effects of a role that begin now have to be told, so that they are where the plan is: also in the middle of a
     * ramp.
     */
    List<PlanAct> restore(String role, Duration now);
}
