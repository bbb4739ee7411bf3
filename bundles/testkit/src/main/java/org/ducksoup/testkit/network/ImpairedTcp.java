package org.ducksoup.testkit.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP port that stands for the server's, with a bad link behind it. TCP repairs loss itself, so here only delay, rate and
 * cuts count: while the link is cut, bytes wait, as they would in the kernels at both ends; {@link #reset} ends connections.
 */
public final class ImpairedTcp implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket front;
    private final DelayLine line;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private final LinkModel uplink;
    private final LinkModel downlink;
    private boolean cut;

    /** Stands before a server, on a free port of loopback. */
    public ImpairedTcp(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        line = new DelayLine("ducksoup-impaired-tcp-" + front.getLocalPort());
        uplink = new LinkModel(Impairment.NONE, seed);
        downlink = new LinkModel(Impairment.NONE, seed + 1);
        start(this::accept);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** Impairs both directions of the link from now on. Only delay, jitter, rate and cut have an effect. */
    public void impair(Impairment both) {
        synchronized (gate) {
            cut = both.cut();
            Impairment reliable = new Impairment(
                    0, both.delay(), both.jitter(), both.bitsPerSecond(), Integer.MAX_VALUE, 0, 0, 0, false);
            uplink.change(reliable);
            downlink.change(reliable);
            gate.notifyAll();
        }
    }

    /** Resets every connection, which both ends notice. */
    public void reset() {
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException gone) {
                // The connection was closed already.
            }
        }
        open.clear();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = front.accept();
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        waitWhileCut();
        Socket upstream = new Socket();
        open.add(upstream);
        try {
            upstream.connect(server);
        } catch (IOException refused) {
            client.close();
            throw refused;
        }
        start(() -> pump(client, upstream, uplink));
        start(() -> pump(upstream, client, downlink));
    }

    private void pump(Socket from, Socket to, LinkModel model) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        while (true) {
            int length = read(in, buffer);
            waitWhileCut();
            byte[] bytes = length < 0 ? new byte[0] : Arrays.copyOf(buffer, length);
            synchronized (gate) {
                model.send(System.nanoTime(), bytes.length, (at, bit) -> line.at(at, () -> write(out, bytes, to)));
            }
            if (length < 0) {
                return;
            }
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    /** An empty piece stands for the end of the stream. */
    private void write(OutputStream out, byte[] bytes, Socket to) {
        try {
            if (bytes.length > 0) {
                out.write(bytes);
            } else {
                open.remove(to);
                to.close();
            }
        } catch (IOException gone) {
            // The other pump of the connection ends, too.
        }
    }

    private void waitWhileCut() {
        synchronized (gate) {
            while (cut) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws IOException;
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (IOException closed) {
                        // The socket was closed, which ends this loop.
                    }
                },
                "ducksoup-impaired-tcp");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        impair(Impairment.NONE);
        try {
            front.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        reset();
        line.close();
    }
}
