package org.ice4j.stack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ice4j.StunException;
import org.ice4j.StunMessageEvent;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.message.Message;
import org.ice4j.socket.IceSocketWrapper;

/**
 * A STUN stack that is handed what arrives. The library's own stack starts a thread for each socket, which waits in
 * {@link IceSocketWrapper#receive}, and hands each message to a further thread. This class is in the library's package,
 * because the library lets nobody else say where its messages leave.
 */
public abstract class HandedStunStack extends StunStack {
    private final Sockets sockets = new Sockets(this);
    private volatile boolean stopped;

    /**
     * Handles a STUN message, unless this stack has been shut down. On the calling thread; messages of one remote address must come one at a time.
     *
     * @param bytes the message, at their beginning
     * @param from the remote address
     * @param at the address of the socket that it came to
     * @throws StunException if it is no STUN message
     */
    protected final void handle(byte[] bytes, int length, TransportAddress from, TransportAddress at)
            throws StunException {
        if (stopped) {
            return;
        }
        Message message = Message.decode(bytes, 0, length);
        handleMessageEvent(new StunMessageEvent(this, RawMessage.build(bytes, length, from, at), message));
    }

    @Override
    NetAccessManager getNetAccessManager() {
        return sockets;
    }

    @Override
    public void addSocket(IceSocketWrapper socket) {
        sockets.addSocket(socket);
    }

    @Override
    public void addSocket(IceSocketWrapper socket, TransportAddress remote) {
        sockets.addSocket(socket, remote);
    }

    @Override
    public void removeSocket(TransportAddress local, TransportAddress remote) {
        super.removeSocket(local, remote);
        sockets.removeSocket(local, remote);
    }

    @Override
    public void shutDown() {
        stopped = true;
        super.shutDown();
        sockets.stop();
    }

    /** The sockets by which messages leave. Nobody reads from them. */
    private static final class Sockets extends NetAccessManager {
        /** @param remote null for a socket that sends to any address */
        private record Ends(TransportAddress local, TransportAddress remote) {}

        private final Map<Ends, IceSocketWrapper> byEnds = new ConcurrentHashMap<>();

        Sockets(StunStack stack) {
            super(stack);
        }

        @Override
        protected void addSocket(IceSocketWrapper socket) {
            addSocket(socket, null);
        }

        @Override
        protected void addSocket(IceSocketWrapper socket, TransportAddress remote) {
            TransportAddress local =
                    new TransportAddress(socket.getLocalAddress(), socket.getLocalPort(), Transport.UDP);
            byEnds.put(new Ends(local, remote), socket);
        }

        @Override
        protected void removeSocket(TransportAddress local, TransportAddress remote) {
            IceSocketWrapper removed = byEnds.remove(new Ends(local, remote));
            if (removed != null) {
                removed.close();
            }
        }

        @Override
        void sendMessage(byte[] bytes, TransportAddress local, TransportAddress remote) throws IOException {
            IceSocketWrapper socket = byEnds.get(new Ends(local, remote));
            if (socket == null) {
                socket = byEnds.get(new Ends(local, null));
            }
            if (socket == null) {
                // There is none in the superclass either; its exception is the one that the library expects.
                super.sendMessage(bytes, local, remote);
            } else {
                socket.send(new DatagramPacket(bytes, 0, bytes.length, remote));
            }
        }

        @Override
        public void stop() {
            super.stop();
            byEnds.values().forEach(IceSocketWrapper::close);
            byEnds.clear();
        }
    }
}
