package org.ducksoup.examples;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.LoggerFactory;

/** Posts a marker to a URL, for example of an EEG recorder, when an interaction starts, ends, or an effect is changed. */
@Component(configurationPid = "org.example.markers", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MarkersObserver implements InteractionObserver {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    /** The keys of {@code etc/org.example.markers.cfg}. Without this file the observer does nothing. */
    public @interface Settings {
        String url();
    }

    @Activate
    public MarkersObserver(Settings settings) {
        url = URI.create(settings.url());
    }

    @Override
    public void onEvent(InteractionEvent event) {
        if (event instanceof InteractionEvent.InteractionStarted
                || event instanceof InteractionEvent.InteractionEnded
                || event instanceof InteractionEvent.EffectControlled) {
            String interaction = URLEncoder.encode(event.scope().key().name(), StandardCharsets.UTF_8);
            String marker = event.getClass().getSimpleName();
            post("marker=" + marker + "&at=" + event.scope().at() + "&interaction=" + interaction);
        }
    }

    /** Waits for the answer: observers have a thread of their own, and the call goes on meanwhile. */
    private void post(String marker) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(2))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(marker))
                .build();
        try {
            client.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            LoggerFactory.getLogger(getClass()).warn("{} was not delivered to {}", marker, url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
