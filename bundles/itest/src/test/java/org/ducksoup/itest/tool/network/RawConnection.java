package org.ducksoup.itest.tool.network;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A TCP connection that sends bytes no well-behaved client would send. */
public final class RawConnection implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();

    /** @param from local address, in 127/8 */
    public RawConnection(int port, String from) throws IOException {
        this(port, from, 0);
    }

    /** A connection with a very small receive buffer. */
    public static RawConnection withoutRoom(int port, String from) throws IOException {
        return new RawConnection(port, from, 4096);
    }

    /** @param room size of the receive buffer in bytes; 0 for the usual size */
    private RawConnection(int port, String from, int room) throws IOException {
        if (room > 0) {
            socket.setReceiveBufferSize(room);
        }
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Reads up to the empty line, or to the end. */
    public String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of the answer's first line; 0 without an answer. */
    public int status() throws IOException {
        String head = head();
        return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    /** Reads everything until the other side closes. */
    public byte[] rest() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** Opens a WebSocket (RFC 6455 section 4.1). */
    public int upgrade(String origin, String query) throws IOException {
        write("GET /ws" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (origin == null ? "" : "Origin: " + origin + "\r\n") + "\r\n");
        return status();
    }

    /** Writes a few bytes. Returns false if the server has disconnected. */
    public boolean trickle(String text) {
        return trickle(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public boolean trickle(byte[] bytes) {
        try {
            write(bytes);
            return true;
        } catch (IOException hungUp) {
            return false;
        }
    }

    /** Whether the connection is still open: within a moment neither bytes nor the end arrive. */
    public boolean isOpen() throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException reset) {
            return false;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // The connection has ended already.
        }
    }
}
