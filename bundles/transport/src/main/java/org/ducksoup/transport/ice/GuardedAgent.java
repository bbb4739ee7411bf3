package org.ducksoup.transport.ice;

import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.ice.Agent;
import org.ice4j.stack.StunStack;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/** The library's ICE agent, with STUN that is not answered to everybody. */
final class GuardedAgent extends Agent {
    /** Without an initial value, which would come after the superclass's constructor has asked for it. */
    private @Nullable GuardedStunStack guarded;

    GuardedAgent(DroppedPackets dropped) {
        super("", new LoggerImpl(IceSession.class.getName()));
        guarded().countIn(dropped);
        guarded().useLocal(getLocalUfrag(), getLocalPassword());
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
