package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    @Test
    void oneAfterTheOtherInOrderFromManyThreads() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        SerialExecutor serial = new SerialExecutor(pool, e -> {});
        int[] count = new int[1]; // not synchronised: that is the point
        CountDownLatch done = new CountDownLatch(40_000);
        for (int t = 0; t < 4; t++) {
            pool.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    serial.execute(() -> {
                        count[0]++;
                        done.countDown();
                    });
                }
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(count[0]).isEqualTo(40_000);
        pool.shutdown();
    }

    @Test
    void aTaskThatAddsTasksDoesNotRunThemInside() {
        List<String> order = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run, e -> {});
        serial.execute(() -> {
            serial.execute(() -> order.add("inner"));
            order.add("outer");
        });
        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void goesOnAfterWhateverATaskThrows() {
        List<String> order = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run, e -> order.add(e.getMessage()));
        serial.execute(() -> {
            throw new IllegalStateException("exception");
        });
        serial.execute(() -> {
            throw new NoClassDefFoundError("error");
        });
        serial.execute(() -> order.add("task"));
        assertThat(order).containsExactly("exception", "error", "task");
    }

    @Test
    void takesAThreadOnlyWhileThereIsWork() {
        Queue<Runnable> pool = new ArrayDeque<>();
        SerialExecutor serial = new SerialExecutor(pool::add, e -> {});
        serial.execute(() -> {});
        serial.execute(() -> {});
        assertThat(pool).hasSize(1);
        pool.remove().run();
        assertThat(pool).isEmpty();
        serial.execute(() -> {});
        assertThat(pool).hasSize(1);
    }
}
