package org.ducksoup.transport.ice;

import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.ice.Agent;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.stack.StunStack;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/** The library's ICE agent with a STUN stack that does not answer everybody. */
final class GuardedAgent extends Agent {
    private static final long IDLE_PACE_MILLIS = 1000;

    /** The field has no initial value, which would be assigned after the superclass's constructor has used it. */
    private @Nullable GuardedStunStack guarded;

    GuardedAgent(DroppedPackets dropped) {
        super("", new LoggerImpl(IceSession.class.getName()));
        guarded().countIn(dropped);
        guarded().useLocal(getLocalUfrag(), getLocalPassword());
    }

    /**
     * The library paces its checks for three seconds after the session has its pair, when there is nothing to check.
     * At the usual pace that cost a third of all that a join costs.
     */
    @Override
    protected long calculateTa() {
        return getState() == IceProcessingState.COMPLETED ? IDLE_PACE_MILLIS : super.calculateTa();
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
