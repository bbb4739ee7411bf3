package org.ducksoup.webhooks;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;
import org.junit.jupiter.api.AfterEach;

/** With a receiver that is down. */
class WebhooksContractTest extends ObserverContract {
    /** Nothing listens there. */
    private static final String DOWN = "http://127.0.0.1:9/";

    private final List<Webhooks> made = new ArrayList<>();

    @Override
    protected InteractionObserver observer() {
        Webhooks webhooks = new Webhooks(new WebhooksConfiguration() {
            @Override
            public String[] urls() {
                return new String[] {DOWN};
            }

            @Override
            public String secret() {
                return "a secret that is long enough for it";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return WebhooksConfiguration.class;
            }
        });
        made.add(webhooks);
        return webhooks;
    }

    @AfterEach
    void stop() {
        made.forEach(Webhooks::stop);
    }
}
