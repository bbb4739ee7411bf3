package org.ducksoup.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ducksoup.api.websocket.WebSocketListener;
import org.junit.jupiter.api.Test;

class ClientSocketTest {
    private static final SocketLimits LIMITS =
            new SocketLimits(1000, 3, Duration.ofSeconds(20), Duration.ofSeconds(60), 100, 10);

    private final FakeSink sink = new FakeSink();
    private final List<String> heard = new ArrayList<>();
    private long nanos = 5;
    private Consumer<String> onText = heard::add;
    private final ClientSocket socket = new ClientSocket(
            new ClientSocket.Peer("https://lab.example", "192.0.2.1:5", Map.of("href", "x")),
            sink,
            LIMITS,
            () -> nanos);

    private void open() {
        socket.open(session -> new WebSocketListener() {
            @Override
            public void onText(String text) {
                onText.accept(text);
            }

            @Override
            public void onClose(int code, String reason) {
                heard.add("closed " + code);
            }
        });
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        socket.tick();
    }

    @Test
    void theEndpointSeesWhoItIs() {
        assertThat(socket.origin()).isEqualTo("https://lab.example");
        assertThat(socket.remoteAddress()).isEqualTo("192.0.2.1:5");
        assertThat(socket.query()).containsEntry("href", "x");
    }

    @Test
    void framesLeaveInOrderAlsoWhenTheServerIsSlow() {
        sink.slow = true;
        open();
        socket.send("1");
        socket.send("2");
        assertThat(sink.frames).containsExactly("1");
        sink.unfinished.remove().sent(true);
        assertThat(sink.frames).containsExactly("1", "2");
    }

    @Test
    void manyFramesThatLeaveAtOnceNeedNoDeepStack() {
        sink.slow = true;
        ClientSocket roomy = new ClientSocket(
                new ClientSocket.Peer("o", "r", Map.of()),
                sink,
                new SocketLimits(1000, 100_000, Duration.ofSeconds(1), Duration.ofSeconds(1), 100, 10),
                () -> nanos);
        for (int i = 0; i < 100_000; i++) {
            roomy.send("x");
        }
        sink.slow = false;
        sink.unfinished.remove().sent(true);
        assertThat(sink.frames).hasSize(100_000);
    }

    @Test
    void aClientThatDoesNotReadIsClosed() {
        sink.slow = true;
        open();
        for (int i = 0; i <= 4; i++) {
            socket.send("" + i);
        }
        assertThat(sink.frames).containsExactly("0", "close 1013");
        socket.send("later");
        sink.unfinished.remove().sent(true);
        assertThat(sink.frames).containsExactly("0", "close 1013");
    }

    @Test
    void closingWaitsForTheQueueAndCountsOnce() {
        sink.slow = true;
        open();
        socket.send("1");
        socket.send("2");
        socket.close(1000, "done");
        socket.close(4000, "again");
        socket.send("3");
        sink.unfinished.remove().sent(true);
        sink.unfinished.remove().sent(true);
        assertThat(sink.frames).containsExactly("1", "2", "close 1000");
        assertThat(sink.unfinished).isEmpty();
    }

    @Test
    void aFrameThatCannotBeSentIsTheEndOfSending() {
        sink.slow = true;
        open();
        socket.send("1");
        socket.send("2");
        sink.unfinished.remove().sent(false);
        socket.close(1000, "");
        assertThat(sink.frames).containsExactly("1");
    }

    @Test
    void onCloseComesExactlyOnce() {
        open();
        socket.onText("a");
        socket.onGone(1001, "");
        socket.onGone(1006, "");
        socket.onText("b");
        socket.send("c");
        assertThat(heard).containsExactly("a", "closed 1001");
        assertThat(sink.frames).isEmpty();
    }

    @Test
    void aCallNeverComesWithinAnother() {
        onText = text -> {
            heard.add("begin");
            socket.onGone(1006, "");
            heard.add("end");
        };
        open();
        socket.onText("a");
        assertThat(heard).containsExactly("begin", "end", "closed 1006");
    }

    @Test
    void aFailingListenerClosesItsSocket() {
        onText = text -> {
            throw new IllegalStateException("a test");
        };
        open();
        socket.onText("a");
        assertThat(sink.frames).containsExactly("close 1011");
        socket.onText("b");
        socket.onGone(1011, "");
        assertThat(heard).containsExactly("closed 1011");
    }

    @Test
    void anEndpointThatFailsToOpenClosesItsSocketAndHearsNothing() {
        socket.open(session -> {
            throw new IllegalStateException("a test");
        });
        socket.onText("a");
        socket.onGone(1011, "");
        assertThat(sink.frames).containsExactly("close 1011");
        assertThat(heard).isEmpty();
    }

    @Test
    void whatComesAfterOurCloseIsNotHeard() {
        open();
        socket.close(1000, "");
        socket.onText("late");
        assertThat(heard).isEmpty();
    }

    @Test
    void binaryIsNotAcceptable() {
        open();
        socket.onBinary();
        assertThat(sink.frames).containsExactly("close 1003");
    }

    @Test
    void aPingIsAnsweredByItsOwnPongOnly() {
        open();
        CompletionStage<Boolean> first = socket.ping(Duration.ofMinutes(1));
        CompletionStage<Boolean> second = socket.ping(Duration.ofMinutes(1));
        socket.onPong(ByteBuffer.wrap(new byte[3]));
        socket.onPong(sink.pings.get(1));
        assertThat(second.toCompletableFuture()).isCompletedWithValue(true);
        assertThat(first.toCompletableFuture()).isNotDone();
        socket.onGone(1006, "");
        assertThat(first.toCompletableFuture()).isCompletedWithValue(false);
        assertThat(socket.ping(Duration.ofMinutes(1)).toCompletableFuture()).isCompletedWithValue(false);
    }

    @Test
    void aPingThatIsNotAnsweredInTimeIsFalse() {
        open();
        assertThat(socket.ping(Duration.ofMillis(1)).toCompletableFuture().join())
                .isFalse();
    }

    @Test
    void pingsKeepASocketOpenAsLongAsItAnswers() {
        open();
        for (int i = 1; i <= 10; i++) {
            pass(20);
            assertThat(sink.pings).hasSize(i);
            socket.onPong(sink.pings.get(i - 1));
        }
        assertThat(sink.frames).isEmpty();
    }

    @Test
    void silenceEndsASocket() {
        open();
        pass(60);
        assertThat(sink.frames).isEmpty();
        pass(1);
        pass(1);
        assertThat(sink.frames).containsExactly("disconnect");
        assertThat(heard).containsExactly("closed 1006");
    }

    @Test
    void aClosingThatIsNotAnsweredEndsSoon() {
        open();
        socket.close(1000, "");
        pass(5);
        assertThat(sink.frames).containsExactly("close 1000");
        pass(1);
        assertThat(sink.frames).containsExactly("close 1000", "disconnect");
        assertThat(heard).containsExactly("closed 1006");
    }
}
