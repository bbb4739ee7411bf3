package org.ducksoup.cluster.relay;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other server: takes one WebSocket (RFC 6455), with as little as a test needs. */
final class FakeHome implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final boolean refusing;
    private volatile @Nullable Socket socket;
    private volatile boolean reading = true;

    /** @param refusing whether it answers 403 instead */
    FakeHome(boolean refusing) throws IOException {
        this.refusing = refusing;
        Thread thread = new Thread(this::serve, "fake-home");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** The next frame; the head of the request is the first one, and what ends it is the last one. */
    String next() throws InterruptedException {
        String frame = heard.poll(10, TimeUnit.SECONDS);
        return frame == null ? "nothing" : frame;
    }

    void stopReading() {
        reading = false;
    }

    private void serve() {
        try (Socket accepted = listening.accept()) {
            DataInputStream in = new DataInputStream(accepted.getInputStream());
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            heard.add(head.toString());
            OutputStream out = accepted.getOutputStream();
            if (refusing) {
                out.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return;
            }
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(head.toString()) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket = accepted;
            heard.add("open");
            while (reading) {
                heard.add(read(in));
            }
            Thread.currentThread().join();
        } catch (IOException e) {
            heard.add("broken off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String accept(String head) {
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .findFirst()
                .orElseThrow()
                .substring(18)
                .strip();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte() & 0xf;
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        for (int i = 0; i < length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return kind == CLOSE
                ? "closed " + (length < 2 ? 1005 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    void send(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code, String reason) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(code >> 8);
        bytes.write(code);
        bytes.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
        write(CLOSE, bytes.toByteArray());
    }

    private void write(int kind, byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | kind);
        if (bytes.length < 126) {
            frame.write(bytes.length);
        } else {
            frame.write(126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        frame.writeBytes(bytes);
        OutputStream out = open().getOutputStream();
        out.write(frame.toByteArray());
        out.flush();
    }

    private Socket open() {
        Socket open = socket;
        if (open == null) {
            throw new IllegalStateException("nobody has come");
        }
        return open;
    }

    /** The server is gone, without a word. */
    void breakOff() throws IOException {
        open().setSoLinger(true, 0);
        open().close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        Socket open = socket;
        if (open != null) {
            open.close();
        }
    }
}
