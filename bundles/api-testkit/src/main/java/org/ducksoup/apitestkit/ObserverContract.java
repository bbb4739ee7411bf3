package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every observer has to keep to. A lab's test is a subclass, which makes the observer. */
public abstract class ObserverContract {
    @TempDir
    private Path data = Path.of("");

    /** A new observer for each test. */
    protected abstract InteractionObserver observer() throws Exception;

    /** A directory of this test, which is removed after it. */
    protected final Path data() {
        return data;
    }

    @Test
    void theServerFindsTheObserver() throws Exception {
        DeclaredComponent.of(observer().getClass()).provides(InteractionObserver.class);
    }

    /** Also of those types that come in later versions of the server: an observer ignores what it does not know. */
    @Test
    void eventsOfEveryTypeAreTaken() throws Exception {
        InteractionObserver observer = observer();
        List<InteractionEvent> events = new ArrayList<>(Events.ofEachType(data));
        events.addAll(Events.withoutWhatMayBeMissing(data));
        for (InteractionEvent event : events) {
            assertThatCode(() -> observer.onEvent(event)).as("%s", event).doesNotThrowAnyException();
        }
    }

    /** A next version is told first of what happened before, and may know none of those interactions. */
    @Test
    void earlierEventsAreTakenBeforeAnyOther() throws Exception {
        InteractionObserver observer = observer();
        for (InteractionEvent event : Events.ofEachType(data)) {
            assertThatCode(() -> observer.onEarlierEvent(event))
                    .as("earlier: %s", event)
                    .doesNotThrowAnyException();
            assertThatCode(() -> observer.onEvent(event)).as("%s", event).doesNotThrowAnyException();
        }
    }

    /** Pages word the events of clients, and not every page means well. */
    @Test
    void hostileTextIsTaken() throws Exception {
        InteractionObserver observer = observer();
        for (String text :
                List.of("", "\u0000\u001b[31m\r\n", "\"},{\"", "../../etc/passwd", "\ud800", "x".repeat(100_000))) {
            InteractionEvent event =
                    new InteractionEvent.ClientLogged(Events.scope(text, text), new ClientLog("client_" + text, text));
            assertThatCode(() -> observer.onEvent(event))
                    .as("a text of %d characters", text.length())
                    .doesNotThrowAnyException();
        }
    }
}
