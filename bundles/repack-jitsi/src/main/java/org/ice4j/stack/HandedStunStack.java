package org.ice4j.stack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    /** @param remote null for a socket that sends to any address */
    private record Ends(TransportAddress local, TransportAddress remote) {}

    /** Those by which messages leave. Nobody reads from them. */
    private final Map<Ends, IceSocketWrapper> sockets = new ConcurrentHashMap<>();

    private final NetAccessManager exits = new Exits();
    private volatile boolean stopped;

    /**
     * Handles a message, unless this stack has been shut down. On the calling thread. Messages of one remote address must
     * come one at a time.
     *
     * @param bytes of which the message was decoded
     * @param from the remote address
     * @param at the address of the socket that it came to
     */
    protected final void handle(Message message, byte[] bytes, TransportAddress from, TransportAddress at) {
        if (!stopped) {
            handleMessageEvent(new StunMessageEvent(this, RawMessage.build(bytes, bytes.length, from, at), message));
        }
    }

    @Override
    NetAccessManager getNetAccessManager() {
        return exits;
    }

    @Override
    public final void addSocket(IceSocketWrapper socket) {
        addSocket(socket, null);
    }

    /** @param remote null for a socket that sends to any address */
    @Override
    public void addSocket(IceSocketWrapper socket, TransportAddress remote) {
        TransportAddress local = new TransportAddress(socket.getLocalAddress(), socket.getLocalPort(), Transport.UDP);
        sockets.put(new Ends(local, remote), socket);
    }

    @Override
    public void removeSocket(TransportAddress local, TransportAddress remote) {
        super.removeSocket(local, remote);
        IceSocketWrapper removed = sockets.remove(new Ends(local, remote));
        if (removed != null) {
            removed.close();
        }
    }

    @Override
    public void shutDown() {
        stopped = true;
        super.shutDown();
        sockets.values().forEach(IceSocketWrapper::close);
        sockets.clear();
    }

    /** All messages of the library leave here. */
    private final class Exits extends NetAccessManager {
        Exits() {
            super(HandedStunStack.this);
        }

        @Override
        void sendMessage(byte[] bytes, TransportAddress local, TransportAddress remote) throws IOException {
            IceSocketWrapper socket = sockets.get(new Ends(local, remote));
            if (socket == null) {
                socket = sockets.get(new Ends(local, null));
            }
            if (socket == null) {
                // There is none in the superclass either; its exception is the one that the library expects.
                super.sendMessage(bytes, local, remote);
            } else {
                socket.send(new DatagramPacket(bytes, 0, bytes.length, remote));
            }
        }
    }
}
