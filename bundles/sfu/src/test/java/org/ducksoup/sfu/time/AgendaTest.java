package org.ducksoup.sfu.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimer timer = new VirtualTimer();
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final Agenda agenda = new Agenda(timer, waiting::add);

    private void runThread() {
        List.copyOf(waiting).forEach(Runnable::run);
        waiting.clear();
    }

    @Test
    void runsTasksOnTheThreadOfTheInteraction() {
        agenda.after(SECOND, () -> ran.add("task"));
        timer.passSeconds(1);
        assertThat(ran).as("on the timer's thread").isEmpty();
        runThread();
        assertThat(ran).containsExactly("task");
        assertThat(agenda.size()).isZero();
    }

    @Test
    void oneTaskCanBeCancelled() {
        Runnable cancel = agenda.after(SECOND, () -> ran.add("cancelled"));
        agenda.after(SECOND, () -> ran.add("other"));
        timer.passSeconds(1);
        cancel.run();
        runThread();
        cancel.run();
        assertThat(ran).containsExactly("other");
        assertThat(agenda.size()).isZero();
    }

    @Test
    void aTaskWhoseTimerHasGoneOffCanStillBeCancelled() {
        agenda.after(SECOND, () -> ran.add("cancelled"));
        timer.passSeconds(1);
        agenda.clear();
        agenda.after(SECOND, () -> ran.add("later"));
        runThread();
        assertThat(ran).isEmpty();
        timer.passSeconds(1);
        runThread();
        assertThat(ran).containsExactly("later");
    }

    @Test
    void takesNothingOnceClosed() {
        agenda.after(SECOND, () -> ran.add("before"));
        agenda.close();
        agenda.after(SECOND, () -> ran.add("after"));
        assertThat(timer.pending()).isZero();
        timer.passSeconds(2);
        runThread();
        assertThat(ran).isEmpty();
    }
}
