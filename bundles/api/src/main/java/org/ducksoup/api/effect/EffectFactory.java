package org.ducksoup.api.effect;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes the effects of one name. Register it as a service with {@link EffectName}; it may come, go and be replaced at any
 * time.
 */
@ConsumerType
public interface EffectFactory {
    /**
     * What can be set. The server refuses everything else, before {@link #check} and while media flows, and shows it where
     * effects are chosen. Called once, when the service comes; does not block. By default an effect says nothing: then
     * whatever a page writes goes to {@link #check}, and every number to {@link FrameProcessor#set}.
     */
    default @Nullable EffectProfile profile() {
        return null;
    }

    /**
     * Checks what a page asks for, before its participant is let in. Called once for a join that is let in, and once without
     * settings when the service comes, on a thread that may block; a join whose check takes longer than two seconds is
     * refused. The default has no objection.
     *
     * @throws IllegalArgumentException if the settings are wrong; its message reaches the page as {@code error-join}
     */
    default void check(EffectRequest request) {}

    /**
     * Makes an effect for one stream: once when its participant is in, and again each time after a failure. Besides, it is made
     * and closed at once when the server has to know what it is made of: without settings when the service comes, if
     * {@link #profile} says a kind, and with a page's until it has made {@link Effect.Frames} once. The request was checked
     * before. Called on a thread that may block for 200 ms. An exception loses the effect: the medium is muted.
     */
    Effect create(EffectRequest request);
}
