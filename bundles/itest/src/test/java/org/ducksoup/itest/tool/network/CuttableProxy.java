package org.ducksoup.itest.tool.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP proxy that can be cut. It loses a WebSocket while the media, on UDP, continues. */
public final class CuttableProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean closed;

    public CuttableProxy() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        pool.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Sets the address to which it connects. */
    public void leadTo(int port) {
        target = port;
    }

    /** Ends every existing connection. New ones are accepted. */
    public void cut() {
        sockets.forEach(CuttableProxy::close);
        sockets.clear();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                pool.execute(() -> pump(client, server));
                pool.execute(() -> pump(server, client));
            } catch (IOException e) {
                // The proxy is closed, or the server cannot be reached. The client notices that its connection ends.
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The connection was cut.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection has ended in either case.
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        cut();
        pool.shutdownNow();
    }
}
