package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.StunException;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.Response;
import org.ice4j.socket.IceSocketWrapper;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/**
 * The library's STUN stack, which by itself answers every message from a known address, although anybody may send under
 * that address. Here it only sees messages that were made with this session's passwords, and sends no response that is
 * larger than its request.
 */
final class GuardedStunStack extends StunStack {
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
    public void addSocket(IceSocketWrapper socket, TransportAddress remoteAddress) {
        super.addSocket(new Gate(socket), remoteAddress);
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

    /** Returns null if the library may see the message. */
    @Nullable
    DropCause refusal(byte[] bytes, int offset, int length) {
        SecretKeySpec theirs = remote;
        boolean authentic = StunIntegrity.isResponse(bytes, offset, length)
                ? theirs != null && StunIntegrity.isAuthenticResponse(bytes, offset, length, theirs)
                : StunIntegrity.isAuthenticRequest(bytes, offset, length, local);
        if (!authentic) {
            return DropCause.STUN_UNAUTHENTICATED;
        }
        try {
            Message.decode(bytes, offset, length);
            return null;
        } catch (StunException | RuntimeException malformed) {
            return DropCause.STUN_MALFORMED;
        }
    }

    /** The STUN traffic of one remote address. One thread of the library reads from it, and several may write. */
    final class Gate extends IceUdpSocketWrapper {
        private final IceSocketWrapper inside;
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
        }

        @Override
        public void receive(DatagramPacket packet) throws IOException {
            int room = packet.getLength();
            while (true) {
                packet.setLength(room);
                inside.receive(packet);
                DropCause refusal = refusal(packet.getData(), packet.getOffset(), packet.getLength());
                if (refusal == null) {
                    break;
                }
                dropped.count(refusal);
            }
            if (!StunIntegrity.isResponse(packet.getData(), packet.getOffset(), packet.getLength())) {
                synchronized (requests) {
                    requests.put(transaction(packet), packet.getLength());
                }
            }
        }

        @Override
        public void send(DatagramPacket packet) throws IOException {
            if (StunIntegrity.isResponse(packet.getData(), packet.getOffset(), packet.getLength())) {
                Integer asked;
                synchronized (requests) {
                    asked = requests.get(transaction(packet));
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

        private static String transaction(DatagramPacket packet) {
            return new String(
                    packet.getData(),
                    packet.getOffset() + 8,
                    StunIntegrity.HEADER - 8,
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
