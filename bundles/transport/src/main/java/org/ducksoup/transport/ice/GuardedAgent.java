package org.ducksoup.transport.ice;

import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.ice.Agent;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.stack.StunStack;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/** The library's ICE agent with a STUN stack that does not answer everybody. */
final class GuardedAgent extends Agent {
    private static final long IDLE_PACE_MILLIS = 200;

    /** The field has no initial value, which would be assigned after the superclass's constructor has used it. */
    private @Nullable GuardedStunStack guarded;

    GuardedAgent(DroppedPackets dropped) {
        super("", new LoggerImpl(IceSession.class.getName()));
        guarded().countIn(dropped);
        guarded().useLocal(getLocalUfrag(), getLocalPassword());
    }

    /**
     * For three seconds after the session has its pair, the library still checks addresses that the client turns out to have. At the
     * usual pace it looked for them 600 times, which was a fifth of what a join cost. One that is found is checked at
     * the usual pace: a pair that is never checked would be answered for ever, and never used.
     */
    @Override
    protected long calculateTa() {
        boolean idle = getState() == IceProcessingState.COMPLETED && getActiveCheckListCount() == 0;
        return idle ? IDLE_PACE_MILLIS : super.calculateTa();
    }

    @Override
    public synchronized StunStack getStunStack() {
        return guarded();
    }

    synchronized GuardedStunStack guarded() {
        GuardedStunStack stack = guarded;
        if (stack == null) {
            stack = new GuardedStunStack();
            guarded = stack;
        }
        return stack;
    }
}
