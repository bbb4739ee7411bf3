package org.ducksoup.webhooks;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.SystemTimer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;

/** Sends what happens in interactions to the addresses of the settings. Without addresses it does nothing. */
@Component(
        service = InteractionObserver.class,
        configurationPid = "org.ducksoup.webhooks",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WebhooksConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class Webhooks implements InteractionObserver {
    /** The end of interactions that the end of the server has brought about is still told. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Messages messages = new Messages(() -> UUID.randomUUID().toString());
    private final SystemTimer timer = new SystemTimer("ducksoup-webhooks");
    private final SystemTimer disk = new SystemTimer("ducksoup-webhooks-disk");
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(DaemonThreads.named("ducksoup-webhooks-http"));
    private final List<Outbox> outboxes;
    private final ManifestWatch manifests;

    @Activate
    public Webhooks(WebhooksConfiguration configuration) {
        outboxes = configuration.urls().length == 0
                ? List.of()
                : outboxes(configuration.urls(), new Signature(configuration.secret()));
        manifests = new ManifestWatch(disk, run -> tell(messages.complete(run, timer.instant())));
    }

    private List<Outbox> outboxes(String[] urls, Signature signature) {
        HttpClient client = HttpSender.client(answers);
        return Stream.of(urls)
                .map(URI::create)
                // The log names a receiver without the path: it may have a part that is not for everybody.
                .map(url -> new Outbox(
                        url.getScheme() + "://" + url.getRawAuthority(),
                        new HttpSender(client, url, signature, timer, answers),
                        timer))
                .toList();
    }

    @Override
    public void onEvent(InteractionEvent event) {
        if (!outboxes.isEmpty()) {
            messages.note(event);
            messages.of(event).ifPresent(this::tell);
            manifests.onEvent(event);
        }
    }

    /** The previous version of this bundle has told of it. */
    @Override
    public void onEarlierEvent(InteractionEvent event) {
        if (!outboxes.isEmpty()) {
            messages.note(event);
            if (event instanceof InteractionEvent.RunOpened) {
                manifests.onEvent(event);
            }
        }
    }

    private void tell(Delivery delivery) {
        outboxes.forEach(outbox -> outbox.add(delivery));
    }

    /** Waits a second at most for receivers that work. */
    @Deactivate
    void stop() {
        outboxes.forEach(outbox -> outbox.close(GRACE));
        disk.close();
        timer.close();
        answers.shutdownNow();
    }
}
