package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.Response;
import org.ice4j.socket.IceSocketWrapper;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.stack.HandedStunStack;
import org.jspecify.annotations.Nullable;

/**
 * The library's STUN stack, which by itself answers every message from a known address, although anybody may send under
 * that address. Here it only sees messages that were made with this session's passwords, and sends no response that is
 * larger than its request.
 */
final class GuardedStunStack extends HandedStunStack {
    private static final int REQUESTS_REMEMBERED = 64;

    private volatile DroppedPackets dropped = new DroppedPackets();
    private volatile StunIntegrity.Keys local = ufrag -> null;
    private volatile @Nullable SecretKeySpec remote;

    void countIn(DroppedPackets ofPort) {
        dropped = ofPort;
    }

    /** The credentials that requests must be made with. Until they are known, no request gets through. */
    void useLocal(String ufrag, String password) {
        SecretKeySpec key = StunIntegrity.key(password);
        local = name -> name.equals(ufrag) ? key : null;
    }

    /** The key that responses must be made with (RFC 8489 section 9.1.4). */
    void useRemote(String password) {
        remote = StunIntegrity.key(password);
    }

    @Override
    public void addSocket(IceSocketWrapper socket, @Nullable TransportAddress remoteAddress) {
        Gate gate = new Gate(socket);
        super.addSocket(gate, remoteAddress);
        ((QueuedSocket) socket.getUDPSocket()).readBy(gate::onMessage);
    }

    /** The library adds the user name, which a response must not have (RFC 8489 section 9.1.3), and long reasons. */
    @Override
    public void sendResponse(
            byte[] transactionId, Response response, TransportAddress sendThrough, TransportAddress sendTo)
            throws StunException, IOException {
        response.removeAttribute(Attribute.USERNAME);
        if (response.getAttribute(Attribute.ERROR_CODE) instanceof ErrorCodeAttribute error) {
            error.setReasonPhrase("");
        }
        super.sendResponse(transactionId, response, sendThrough, sendTo);
    }

    /**
     * Returns null if the library may see the message.
     *
     * @param library gets it in that case
     */
    @Nullable
    DropCause refusal(byte[] bytes, int offset, int length, Consumer<Message> library) {
        SecretKeySpec theirs = remote;
        boolean authentic = StunIntegrity.isResponse(bytes, offset, length)
                ? theirs != null && StunIntegrity.isAuthenticResponse(bytes, offset, length, theirs)
                : StunIntegrity.isAuthenticRequest(bytes, offset, length, local);
        if (!authentic) {
            return DropCause.STUN_UNAUTHENTICATED;
        }
        Message message;
        try {
            message = Message.decode(bytes, offset, length);
        } catch (StunException | RuntimeException malformed) {
            return DropCause.STUN_MALFORMED;
        }
        library.accept(message);
        return null;
    }

    /** The STUN traffic of one remote address. Messages come one at a time, and several threads may send. */
    final class Gate extends IceUdpSocketWrapper {
        private final IceSocketWrapper inside;
        private final TransportAddress local;
        private final Map<String, Integer> requests = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > REQUESTS_REMEMBERED;
            }
        };

        Gate(IceSocketWrapper inside) {
            super(inside.getUDPSocket());
            this.inside = inside;
            local = new TransportAddress(inside.getLocalAddress(), inside.getLocalPort(), Transport.UDP);
        }

        private void onMessage(byte[] message, InetSocketAddress from) {
            DropCause refusal = refusal(message, 0, message.length, decoded -> {
                if (!StunIntegrity.isResponse(message, 0, message.length)) {
                    synchronized (requests) {
                        requests.put(transaction(message, 0), message.length);
                    }
                }
                handle(decoded, message, new TransportAddress(from, Transport.UDP), local);
            });
            if (refusal != null) {
                dropped.count(refusal);
            }
        }

        @Override
        public void send(DatagramPacket packet) throws IOException {
            if (StunIntegrity.isResponse(packet.getData(), packet.getOffset(), packet.getLength())) {
                Integer asked;
                synchronized (requests) {
                    asked = requests.get(transaction(packet.getData(), packet.getOffset()));
                }
                if (asked == null || packet.getLength() > asked) {
                    dropped.count(DropCause.STUN_AMPLIFYING);
                    return;
                }
            }
            inside.send(packet);
        }

        @Override
        public void close() {
            inside.close();
        }

        private static String transaction(byte[] message, int offset) {
            return new String(message, offset + 8, StunIntegrity.HEADER - 8, StandardCharsets.ISO_8859_1);
        }
    }
}
