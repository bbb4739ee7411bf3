package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages wait for a thread, which takes them one at a time. */
class QueuedSocketTest {
    private static final InetSocketAddress REMOTE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> heard = new ArrayList<>();
    private boolean ended;
    private boolean exhausted;
    private QueuedSocket socket;

    @BeforeEach
    void open() throws SocketException {
        socket = socket();
    }

    private QueuedSocket socket() throws SocketException {
        return new QueuedSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478), task -> {
            if (ended) {
                throw new RejectedExecutionException();
            }
            if (exhausted) {
                throw new OutOfMemoryError("test: no more threads");
            }
            tasks.add(task);
        }) {};
    }

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void whatCameBeforeTheReaderIsHandedOnInOrder() {
        add(1);
        add(2);
        assertThat(tasks).isEmpty();

        hear(socket, heard);
        add(3);
        runAll();

        assertThat(heard).containsExactly(1, 2, 3);
    }

    @Test
    void manyMessagesTakeOneThread() {
        hear(socket, heard);
        IntStream.rangeClosed(1, 10).forEach(this::add);

        assertThat(tasks).hasSize(1);
        runAll();
        assertThat(heard).hasSize(10);
    }

    @Test
    void oneThatComesWhileAnotherIsHandledWaits() {
        socket.readBy((message, from) -> {
            heard.add((int) message[0]);
            if (message[0] == 1) {
                add(2);
                assertThat(tasks).as("a second thread at a time").isEmpty();
            }
        });
        add(1);
        runAll();

        assertThat(heard).containsExactly(1, 2);
    }

    @Test
    void whoFloodsDoesNotKeepTheThreads() throws Exception {
        socket.readBy((message, from) -> add(1));
        add(1);
        List<Integer> ofAnother = new ArrayList<>();
        try (QueuedSocket another = socket()) {
            hear(another, ofAnother);
            another.add(new byte[] {2}, 0, 1, REMOTE);
            for (int i = 0; i < 2; i++) {
                tasks.remove().run();
            }

            assertThat(ofAnother).containsExactly(2);
            assertThat(tasks).as("the flood goes on").hasSize(1);
        }
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        hear(socket, heard);
        IntStream.rangeClosed(1, 100).forEach(this::add);
        runAll();

        assertThat(heard).hasSize(64).startsWith(37).endsWith(100);
    }

    @Test
    void aFailureCostsOneMessage() {
        socket.readBy((message, from) -> {
            if (message[0] == 1) {
                throw new IllegalStateException("test");
            }
            heard.add((int) message[0]);
        });
        add(1);
        add(2);
        runAll();

        assertThat(heard).containsExactly(2);
    }

    @Test
    void nothingIsHandedOnAfterTheEnd() {
        hear(socket, heard);
        add(1);
        socket.close();
        runAll();
        add(2);
        runAll();

        assertThat(heard).isEmpty();
    }

    @Test
    void threadsThatHaveEndedHarmNobody() {
        hear(socket, heard);
        ended = true;

        add(1);

        assertThat(heard).isEmpty();
    }

    @Test
    void aMachineWithoutThreadsIsTriedAgain() {
        hear(socket, heard);
        exhausted = true;
        add(1);
        exhausted = false;

        add(2);
        runAll();

        assertThat(heard).containsExactly(1, 2);
    }

    private static void hear(QueuedSocket from, List<Integer> into) {
        from.readBy((message, remote) -> into.add((int) message[0]));
    }

    private void add(int number) {
        socket.add(new byte[] {(byte) number}, 0, 1, REMOTE);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
