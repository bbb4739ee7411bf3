package org.ducksoup.signaling;

import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.websocket.EndpointType;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Every participant's socket. When this bundle goes, the HTTP server closes the sockets with 1012, which makes the
 * participants resume; the media flow on meanwhile.
 */
@Component(configurationPid = "org.ducksoup.signaling", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SignalingConfiguration.class)
@EndpointType("signaling")
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class SignalingEndpoint implements WebSocketEndpoint {
    private final SystemTimer timer = new SystemTimer();
    private final SessionEnvironment environment;

    /** @throws IllegalArgumentException naming the key, its value, and what is allowed */
    @Activate
    public SignalingEndpoint(
            SignalingConfiguration configuration,
            @Reference InteractionRegistry interactions,
            @Reference EventPublisher events) {
        environment = new SessionEnvironment(
                interactions,
                events,
                new ClientMessageParser(JoinLimits.of(configuration)),
                SessionLimits.of(configuration),
                timer);
    }

    @Override
    public WebSocketListener onOpen(WebSocketSession session) {
        return SignalingSession.open(session, environment);
    }

    @Deactivate
    void close() {
        timer.close();
    }
}
