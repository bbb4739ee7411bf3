package org.ducksoup.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.web.page.Routes;
import org.ducksoup.web.page.Sentences;
import org.ducksoup.web.page.WebResources;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints, for people and for scripts that start this server, that a participant can join. The component is immediate,
 * because no other component asks for it.
 */
@Component(
        immediate = true,
        service = {})
public final class ReadyLine {
    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    /** The line is printed once per start. A later change, such as another port, is only logged. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final CompletableFuture<Void> said;

    @Activate
    public ReadyLine(
            @Reference WebGateway gateway,
            @Reference WebResources resources,
            @Reference Readiness readiness,
            @Reference(target = "(ducksoup.endpoint.type=signaling)") WebSocketEndpoint signaling,
            @Reference InteractionRegistry interactions) {
        said = CompletableFuture.allOf(
                resources.whenPresent(Routes.START + Routes.INDEX), readiness.whenComplete(), gateway.whenClustered());
        var unused = said.thenRun(() -> say(gateway));
    }

    @Deactivate
    void stop() {
        said.cancel(false);
    }

    private static void say(WebGateway gateway) {
        String line = "DuckSoup is ready at " + gateway.address().page(Routes.START);
        log.info(line);
        if (!SAID.getAndSet(true)) {
            if (gateway.isTestLoginClosed()) {
                System.out.println(Sentences.TEST_PAGES_CLOSED);
            }
            System.out.println(line);
        }
    }
}
