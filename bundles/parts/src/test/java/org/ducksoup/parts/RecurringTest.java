package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurringTest {
    @Test
    void aFailureIsToldOnceAndDoesNotEndIt() {
        Deque<Runnable> turns = new ArrayDeque<>();
        List<String> told = new ArrayList<>();
        Recurring task = new Recurring(() -> turns.remove().run(), e -> told.add(e.getMessage()));
        turns.add(() -> {
            throw new IllegalStateException("first");
        });
        turns.add(() -> {
            throw new NoClassDefFoundError("still");
        });
        turns.add(() -> {});
        turns.add(() -> {
            throw new IllegalStateException("again");
        });
        while (!turns.isEmpty()) {
            task.run();
        }
        assertThat(told).containsExactly("first", "again");
    }
}
