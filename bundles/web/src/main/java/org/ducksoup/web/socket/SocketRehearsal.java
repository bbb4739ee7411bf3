package org.ducksoup.web.socket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.parts.CloseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens WebSockets to this server from within, before participants come. They load the classes that sockets need, and run
 * them until most are compiled, so that the first participants do not wait for that. These sockets have a type that nobody can guess
 * and that is gone afterwards, and get back what they send.
 */
public final class SocketRehearsal {
    private static final Logger log = LoggerFactory.getLogger(SocketRehearsal.class);

    /** Enough for the compiler to see what each socket runs often; together they take some 0.1 s. */
    private static final int SOCKETS = 12;

    /** For each step. A server that does not reach itself starts all the same. */
    private static final int PATIENCE_MILLIS = 3000;

    /** An offer is longer, a candidate shorter. */
    private static final int FRAME_BYTES = 600;

    private static final int LONGEST_SHORT_LENGTH = 125;
    private static final int TWO_BYTES_OF_LENGTH = 126;
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int MASKED = 0x80;
    /** CR LF CR LF. */
    private static final int END_OF_HEAD = 0x0d0a0d0a;

    private final String type = "rehearsal-" + UUID.randomUUID();
    private final EndpointSockets endpoint = new EndpointSockets(Echo::new);
    private volatile boolean open;

    boolean isType(String asked) {
        return open && asked.equals(type);
    }

    EndpointSockets endpoint() {
        return endpoint;
    }

    /**
     * Blocks until the sockets have closed, or the first one has failed.
     *
     * @param server where this server listens, without TLS
     * @param path of WebSockets
     * @param origin one that is allowed
     */
    public void run(InetSocketAddress server, String path, String origin) {
        open = true;
        try {
            for (int i = 0; i < SOCKETS; i++) {
                open(server, path, origin);
            }
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "This server could not open a WebSocket to itself at {} ({}); the first joins may take longer",
                    server,
                    e.toString());
        } finally {
            open = false;
        }
    }

    private void open(InetSocketAddress server, String path, String origin) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String request = "GET " + path + "?type=" + type + " HTTP/1.1\r\nHost: localhost"
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: " + origin
                    + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            String status = head(in).lines().findFirst().orElse("");
            if (!status.startsWith("HTTP/1.1 101")) {
                throw new IOException("it answered " + status);
            }
            out.write(frame(FINAL_TEXT, " ".repeat(FRAME_BYTES).getBytes(StandardCharsets.US_ASCII)));
            skipFrame(in);
            out.write(frame(FINAL_CLOSE, new byte[] {CloseCode.NORMAL >> Byte.SIZE, (byte) CloseCode.NORMAL}));
            skipFrame(in);
            // The server ends the connection when it has taken the socket off its list.
            in.read();
        }
    }

    private static String head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lastFour = 0;
        while (lastFour != END_OF_HEAD) {
            int next = in.readUnsignedByte();
            lastFour = lastFour << Byte.SIZE | next;
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** A frame as clients send it (RFC 6455 section 5.2), with a mask of zeros. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length <= LONGEST_SHORT_LENGTH) {
            frame.write(MASKED | payload.length);
        } else {
            frame.write(MASKED | TWO_BYTES_OF_LENGTH);
            frame.write(payload.length >> Byte.SIZE);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static void skipFrame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == TWO_BYTES_OF_LENGTH) {
            length = in.readUnsignedShort();
        }
        if (in.skipBytes(length) < length) {
            throw new EOFException("a frame was cut off");
        }
    }

    /** Sends back what comes. */
    private record Echo(WebSocketSession session) implements WebSocketListener {
        @Override
        public void onText(String text) {
            session.send(text);
        }

        @Override
        public void onClose(int code, String reason) {
            // The client has closed it.
        }
    }
}
