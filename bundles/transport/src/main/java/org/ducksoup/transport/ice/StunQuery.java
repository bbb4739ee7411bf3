package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a STUN server which address it sees (RFC 8489). */
final class StunQuery {
    static final int DEFAULT_PORT = 3478;

    private static final int HEADER_LENGTH = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int MAX_RESPONSE = 1500;
    private static final int ATTEMPTS = 4;
    private static final int FIRST_TIMEOUT_MILLIS = 500;

    private StunQuery() {}

    /**
     * Blocks for up to eight seconds.
     *
     * @param from local address to ask from
     * @return empty if no answer came
     */
    static Optional<InetAddress> mappedAddress(InetAddress from, InetSocketAddress server, SecureRandom random)
            throws IOException {
        byte[] transactionId = new byte[12];
        random.nextBytes(transactionId);
        byte[] request = request(transactionId);
        try (DatagramSocket socket = new DatagramSocket(0, from)) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                socket.setSoTimeout(FIRST_TIMEOUT_MILLIS << attempt);
                socket.send(new DatagramPacket(request, request.length, server));
                InetAddress mapped = receive(socket, transactionId);
                if (mapped != null) {
                    return Optional.of(mapped);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable InetAddress receive(DatagramSocket socket, byte[] transactionId) throws IOException {
        DatagramPacket response = new DatagramPacket(new byte[MAX_RESPONSE], MAX_RESPONSE);
        try {
            socket.receive(response);
        } catch (SocketTimeoutException nothing) {
            return null;
        }
        return mappedAddress(response.getData(), response.getLength(), transactionId);
    }

    static byte[] request(byte[] transactionId) {
        return ByteBuffer.allocate(HEADER_LENGTH)
                .putShort((short) BINDING_REQUEST)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .put(transactionId)
                .array();
    }

    /** @return null unless this is a success response to our request with an address in it */
    static @Nullable InetAddress mappedAddress(byte[] bytes, int length, byte[] transactionId) throws IOException {
        ByteBuffer message = ByteBuffer.wrap(bytes, 0, length);
        if (length < HEADER_LENGTH
                || message.getShort() != BINDING_SUCCESS
                || Short.toUnsignedInt(message.getShort()) != length - HEADER_LENGTH
                || message.getInt() != MAGIC_COOKIE) {
            return null;
        }
        byte[] itsId = new byte[transactionId.length];
        message.get(itsId);
        if (!Arrays.equals(itsId, transactionId)) {
            return null;
        }
        InetAddress plain = null;
        while (message.remaining() >= 4) {
            int type = Short.toUnsignedInt(message.getShort());
            int valueLength = Short.toUnsignedInt(message.getShort());
            if (valueLength > message.remaining()) {
                return null;
            }
            byte[] value = new byte[valueLength];
            message.get(value);
            message.position(Math.min(message.limit(), message.position() + (-valueLength & 3)));
            if (type == XOR_MAPPED_ADDRESS) {
                return address(value, mask(transactionId));
            } else if (type == MAPPED_ADDRESS) {
                // Servers of RFC 3489 answer with this attribute.
                plain = address(value, new byte[16]);
            }
        }
        return plain;
    }

    private static byte[] mask(byte[] transactionId) {
        return ByteBuffer.allocate(16).putInt(MAGIC_COOKIE).put(transactionId).array();
    }

    private static @Nullable InetAddress address(byte[] value, byte[] mask) throws IOException {
        int length = value.length < 2 ? 0 : value[1] == 1 ? 4 : value[1] == 2 ? 16 : 0;
        if (length == 0 || value.length != 4 + length) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(value, 4, 4 + length);
        for (int i = 0; i < length; i++) {
            address[i] ^= mask[i];
        }
        return InetAddress.getByAddress(address);
    }
}
