package org.ducksoup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.Events;
import org.ducksoup.apitestkit.ObserverContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkersObserverTest extends ObserverContract {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> contentType = new AtomicReference<>();
    private HttpServer receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/markers", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            contentType.set(exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Override
    protected InteractionObserver observer() {
        return postingTo(URI.create("http://localhost:" + receiver.getAddress().getPort() + "/markers"));
    }

    private static MarkersObserver postingTo(URI url) {
        return new MarkersObserver(new MarkersObserver.Settings() {
            @Override
            public String url() {
                return url.toString();
            }

            @Override
            public Class<MarkersObserver.Settings> annotationType() {
                return MarkersObserver.Settings.class;
            }
        });
    }

    @Test
    void aMarkerSaysWhatHappenedWhenAndWhere() {
        observer().onEvent(new InteractionEvent.InteractionStarted(Events.scope("dyad & 17", "ann")));
        assertThat(posted).containsExactly("marker=InteractionStarted&at=2026-01-01T12:00:13Z&interaction=dyad+%26+17");
        assertThat(contentType).hasValue("application/x-www-form-urlencoded");
    }

    @Test
    void threeTypesOfEventsAreMarkers() {
        InteractionObserver observer = observer();
        Events.ofEachType(data()).forEach(observer::onEvent);
        assertThat(posted)
                .extracting(marker -> marker.substring("marker=".length(), marker.indexOf('&')))
                .containsExactlyInAnyOrder("InteractionStarted", "InteractionEnded", "EffectControlled");
    }

    @Test
    void aReceiverThatIsNotThereEndsNothing() {
        InteractionObserver observer = observer();
        stop();
        observer.onEvent(new InteractionEvent.InteractionStarted(Events.scope("dyad", "ann")));
        assertThat(posted).isEmpty();
    }
}
