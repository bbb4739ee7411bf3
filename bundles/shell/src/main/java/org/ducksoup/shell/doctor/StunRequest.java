package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Binding request to a STUN or TURN server (RFC 8489): it asks which address a packet came from. */
final class StunRequest {
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int COOKIE = 0x2112A442;
    private static final int HEADER = 20;
    private static final int TRANSACTION = 12;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int IPV4 = 1;
    private static final int MAX_ANSWER = 1500;
    /** A packet may be lost. */
    private static final int ATTEMPTS = 3;

    private final byte[] bytes;

    StunRequest() {
        byte[] transaction = new byte[TRANSACTION];
        new SecureRandom().nextBytes(transaction);
        bytes = ByteBuffer.allocate(HEADER)
                .putShort((short) REQUEST)
                .putShort((short) 0)
                .putInt(COOKIE)
                .put(transaction)
                .array();
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @param patience for each of three attempts
     * @return what the server sees this machine as, or its own sentence for an answer without an address
     * @throws SocketTimeoutException if no answer comes
     */
    String send(InetSocketAddress server, Duration patience) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) patience.toMillis());
            for (int i = 0; i < ATTEMPTS; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length, server));
                DatagramPacket answer = new DatagramPacket(new byte[MAX_ANSWER], MAX_ANSWER);
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
                Optional<String> address = address(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
                if (address.isPresent()) {
                    return address.get();
                }
            }
            throw new SocketTimeoutException("no answer");
        }
    }

    /** The address in the answer to this request; {@code another address} if it has none of IPv4; empty for other packets. */
    Optional<String> address(ByteBuffer answer) throws IOException {
        if (answer.remaining() < HEADER
                || answer.getShort(0) != SUCCESS
                || answer.getInt(4) != COOKIE
                || !answer.slice(HEADER - TRANSACTION, TRANSACTION)
                        .equals(ByteBuffer.wrap(bytes, HEADER - TRANSACTION, TRANSACTION)
                                .slice())) {
            return Optional.empty();
        }
        String found = null;
        int at = HEADER;
        while (found == null && at + 4 <= answer.limit()) {
            int length = answer.getShort(at + 2) & 0xffff;
            if (answer.getShort(at) == XOR_MAPPED_ADDRESS) {
                found = ipv4(answer, at + 4);
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return Optional.of(found == null ? "another address" : found);
    }

    private static @Nullable String ipv4(ByteBuffer answer, int at) throws IOException {
        if (at + 8 > answer.limit() || answer.get(at + 1) != IPV4) {
            return null;
        }
        byte[] address =
                ByteBuffer.allocate(4).putInt(answer.getInt(at + 4) ^ COOKIE).array();
        return InetAddress.getByAddress(address).getHostAddress();
    }
}
