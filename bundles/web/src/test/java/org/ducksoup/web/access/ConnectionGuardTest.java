package org.ducksoup.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections to a real server. Only the guard's clock belongs to the test. */
class ConnectionGuardTest {
    private static final int PART = 1 << 20;
    private static final String BEGIN = "GET / HTTP/1.1\r\nHost: localhost\r\n";

    private final AtomicLong now = new AtomicLong();
    private final ConnectionGuard guard = new ConnectionGuard(5, new TrustedProxies("192.0.2.99"), now::get);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new AbstractHandler() {
            @Override
            public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                guard.watch(request);
                base.setHandled(true);
                if (target.equals("/pausing")) {
                    pause(response);
                } else if (target.equals("/large")) {
                    sendMuch(base);
                }
            }
        });
        server.start();
    }

    /** As a server that is starved of processor time while it answers. */
    private static void pause(HttpServletResponse response) throws IOException {
        for (String part : List.of("a", "b", "c")) {
            response.getOutputStream().print(part);
            response.flushBuffer();
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }
    }

    /** Without a thread that waits, as the server sends its files. */
    private static void sendMuch(Request request) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        ServletOutputStream out = request.getResponse().getOutputStream();
        out.setWriteListener(new WriteListener() {
            private int parts;

            @Override
            public void onWritePossible() throws IOException {
                while (out.isReady()) {
                    if (parts++ == 100) {
                        context.complete();
                        return;
                    }
                    out.write(new byte[PART]);
                }
            }

            @Override
            public void onError(Throwable gone) {
                context.complete();
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
        guard.close();
    }

    private Socket connect(String from) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole request and its answer. */
    private static void ask(Socket socket) throws IOException {
        send(socket, BEGIN + "\r\n");
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            assertThat(b).as("after %s", head).isNotNegative();
            head.append((char) b);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
    }

    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        guard.look();
    }

    /** Waits until the server has the given number of connections, and has read the beginning of a request on them. */
    private void settle(int connections, int begun) {
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> connector.getConnectedEndPoints().size() >= connections && begun() >= begun);
    }

    private long begun() {
        return connector.getConnectedEndPoints().stream()
                .filter(end -> end.getConnection() instanceof HttpConnection http
                        && http.getParser().inHeaderState()
                        && !http.getParser().isStart())
                .count();
    }

    @Test
    void whoseRequestTricklesIsEnded() throws Exception {
        Socket good = connect("127.0.0.1");
        ask(good);
        Socket slow = connect("127.0.0.1");
        send(slow, BEGIN + "X-Slow: ");
        settle(2, 1);
        guard.look();
        for (int second = 0; second < ConnectionGuard.REQUEST_TIME.toSeconds() - 1; second++) {
            send(slow, "a");
            pass(Duration.ofSeconds(1));
        }
        assertThat(isOpen(slow)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(isOpen(slow)).isFalse();
        assertThat(isOpen(good)).as("between two requests there is time").isTrue();
    }

    @Test
    void whoBeginsASecondRequestHasToEndItToo() throws Exception {
        Socket slow = connect("127.0.0.1");
        ask(slow);
        pass(Duration.ofMinutes(1));
        send(slow, "GET / HT");
        settle(1, 1);
        guard.look();
        pass(ConnectionGuard.REQUEST_TIME.minusMillis(1));
        assertThat(isOpen(slow)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(isOpen(slow)).isFalse();
    }

    @Test
    void whoKeepsAskingKeepsTheConnection() throws Exception {
        Socket good = connect("127.0.0.1");
        for (int i = 0; i < 5; i++) {
            ask(good);
            pass(ConnectionGuard.REQUEST_TIME.multipliedBy(2));
        }
        assertThat(isOpen(good)).isTrue();
    }

    @Test
    void whoNeverAsksIsEnded() throws Exception {
        ask(connect("127.0.0.1"));
        Socket silent = connect("127.0.0.1");
        settle(2, 0);
        guard.look();
        pass(ConnectionGuard.REQUEST_TIME);
        assertThat(isOpen(silent)).isFalse();
    }

    /** It once ended the WebSockets of participants whose server paused for a tenth of a second. */
    @Test
    void aPauseOfTheServerIsNoFaultOfTheReader() throws Exception {
        Socket good = connect("127.0.0.1");
        send(good, "GET /pausing HTTP/1.0\r\n\r\n");
        assertThat(new String(good.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                .endsWith("\r\n\r\nabc");
    }

    @Test
    void whoReadsByteByByteIsEnded() throws Exception {
        Socket slow = connect("127.0.0.1");
        send(slow, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Socket steady = connect("127.0.0.1");
        send(steady, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await().until(() -> stuck() == 2);
        guard.look();
        for (int second = 0; second < ConnectionGuard.BUFFER_TIME.toSeconds(); second++) {
            assertThat(slow.getInputStream().read()).isNotNegative();
            if (second % 10 == 0) {
                // As much as the kernel keeps for a reader, so that the server goes on.
                assertThat(steady.getInputStream().readNBytes(3 * PART)).hasSize(3 * PART);
                await().until(() -> stuck() == 2);
            }
            assertThat(connector.getConnectedEndPoints()).hasSize(2);
            pass(Duration.ofSeconds(1));
        }
        await().until(() -> connector.getConnectedEndPoints().size() == 1);
        assertThat(steady.getInputStream().readNBytes(10 * PART)).hasSize(10 * PART);
    }

    private long stuck() {
        return connector.getConnectedEndPoints().stream()
                .filter(end -> ((AbstractEndPoint) end).getWriteFlusher().isPending())
                .count();
    }

    @Test
    void oneAddressHasSoManyAndNoMore() throws Exception {
        for (int i = 0; i < 7; i++) {
            ask(connect("127.0.0.2"));
        }
        Socket other = connect("127.0.0.3");
        ask(other);
        guard.look();
        int open = 0;
        for (Socket socket : sockets) {
            open += isOpen(socket) ? 1 : 0;
        }
        assertThat(open).isEqualTo(5 + 1);
        assertThat(isOpen(other)).isTrue();
    }
}
