package org.ducksoup.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.webhooks.Sender.Outcome;
import org.ducksoup.webhooks.Sender.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One attempt, at a receiver that answers, redirects, refuses, hangs or is not there. */
class HttpSenderTest {
    private static final Delivery DELIVERY = new Delivery("msg-1", "{\"type\":\"incident\"}");

    private final VirtualTimer clock = new VirtualTimer();
    private final Signature signature = new Signature("a text of thirty-two characters!");
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private volatile int answer = 204;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::handle);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        thread.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            long timestamp = Long.parseLong(headers.getFirst("webhook-timestamp"));
            Delivery got = new Delivery(headers.getFirst("webhook-id"), body);
            boolean right = exchange.getRequestMethod().equals("POST")
                    && got.equals(DELIVERY)
                    && timestamp == clock.instant().getEpochSecond()
                    && headers.getFirst("Content-Type").equals("application/json")
                    && headers.getFirst("webhook-signature").equals(signature.of(got, timestamp));
            paths.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(right ? answer : 418, -1);
        }
    }

    private Runnable send(int port) {
        URI url = URI.create("http://127.0.0.1:" + port + "/hook");
        return new HttpSender(HttpSender.client(thread), url, signature, clock, thread).send(DELIVERY, results::add);
    }

    private Result result() throws InterruptedException {
        Result result = results.poll(30, TimeUnit.SECONDS);
        assertThat(result).as("an answer in half a minute").isNotNull();
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "200, ACCEPTED, ''",
        "204, ACCEPTED, ''",
        "302, FAILED, redirections are not followed",
        "400, REFUSED, it answered 400",
        "401, REFUSED, it answered 401",
        "408, FAILED, it answered 408",
        "429, FAILED, it answered 429",
        "500, FAILED, it answered 500",
        "503, FAILED, it answered 503"
    })
    void theStatusDecides(int status, Outcome outcome, String words) throws Exception {
        answer = status;
        send(receiver.getAddress().getPort());
        Result result = result();
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.reason()).contains(words);
        assertThat(paths).containsExactly("/hook");
    }

    @Test
    void nobodyIsThere() throws Exception {
        int port = receiver.getAddress().getPort();
        receiver.stop(0);
        send(port);
        assertThat(result().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void anAttemptIsEnded() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Runnable end = send(silent.getLocalPort());
            try (var connection = silent.accept()) {
                assertThat(connection.getInputStream().read())
                        .as("the request has begun")
                        .isEqualTo('P');
                end.run();
                assertThat(result().outcome()).isEqualTo(Outcome.FAILED);
                connection.setSoTimeout(30_000);
                assertThat(connection.getInputStream().readAllBytes())
                        .as("the connection is closed")
                        .isNotEmpty();
            }
        }
    }
}
