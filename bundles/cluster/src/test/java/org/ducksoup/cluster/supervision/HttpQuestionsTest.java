package org.ducksoup.cluster.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.placement.ServerReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP. */
class HttpQuestionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeLink link = new FakeLink("one:1");
    private final FakeLink other = new FakeLink("two:1");
    private final AnsweringDesk desk =
            new AnsweringDesk(other, new FakeStudy(FakeStudy.status(new InteractionKey("o", "n", "there"), 3, false)));
    private final HttpQuestions questions = new HttpQuestions(HttpClient.newHttpClient(), link.seal());
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/lab" + ServerRequests.PATH, exchange -> {
            Optional<byte[]> answer = desk.answer(
                    exchange.getRequestHeaders().getFirst(ServerRequests.HEADER),
                    exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(
                    answer.isEmpty() ? 403 : 200,
                    answer.map(a -> (long) a.length).orElse(-1L));
            exchange.getResponseBody().write(answer.orElse(new byte[0]));
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private ServerReport at(String name, String path) {
        ServerReport report = link.report(name);
        return new ServerReport(
                report.identity(),
                report.version(),
                "http://localhost:" + server.getAddress().getPort() + path,
                true,
                false,
                false,
                report.load(),
                0,
                0,
                0);
    }

    @Test
    void aQuestionIsAnswered() {
        var answer = questions
                .ask(at("two:1", "/lab"), Wish.INTERACTIONS.question(), PATIENCE)
                .join();
        assertThat(answer.at("/interactions/0/key/name").asText()).isEqualTo("there");
    }

    @Test
    void whoIsAnotherServerRefuses() {
        assertThatThrownBy(() -> questions
                        .ask(at("three:1", "/lab"), Wish.INTERACTIONS.question(), PATIENCE)
                        .join())
                .hasMessageContaining("403");
    }

    @Test
    void silenceEnds() {
        assertThatThrownBy(() -> questions
                        .ask(at("two:1", "/silent"), Wish.INTERACTIONS.question(), Duration.ofMillis(100))
                        .join())
                .hasCauseInstanceOf(Exception.class);
    }

    @Test
    void anAddressThatIsNoneIsAFailure() {
        ServerReport report = link.report("two:1");
        ServerReport nowhere =
                new ServerReport(report.identity(), "1", "no address", true, false, false, report.load(), 0, 0, 0);
        assertThat(questions.ask(nowhere, Wish.INTERACTIONS.question(), PATIENCE))
                .isCompletedExceptionally();
    }
}
