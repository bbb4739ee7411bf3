package org.ducksoup.signaling;

import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.websocket.EndpointType;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.ducksoup.signaling.token.JoinTokens;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Every participant's socket. When {@code sfu} is replaced, the sockets stay until it has told its participants what was
 * recorded; who joins meanwhile is asked to come again. When this bundle goes, the HTTP server closes the sockets with 1012, which makes the
 * participants resume; the media flow on meanwhile.
 */
@Component(configurationPid = "org.ducksoup.signaling", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SignalingConfiguration.class)
@EndpointType("signaling")
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class SignalingEndpoint implements WebSocketEndpoint {
    private final SystemTimer timer = new SystemTimer();
    /** Of sockets that open from now on; each keeps the one it was opened with. */
    private volatile SessionEnvironment environment;

    private volatile @Nullable InteractionRegistry interactions;
    private volatile @Nullable EventPublisher events;

    /** @throws IllegalArgumentException naming the key, its value, and what is allowed */
    @Activate
    public SignalingEndpoint(SignalingConfiguration configuration) {
        this.environment = new SessionEnvironment(
                () -> interactions,
                this::publish,
                parser(configuration),
                ConfiguredLimits.session(configuration),
                SessionEnvironment.refusals(timer),
                timer);
    }

    private ClientMessageParser parser(SignalingConfiguration configuration) {
        return new ClientMessageParser(
                ConfiguredLimits.joins(configuration),
                new JoinTokens(ConfiguredLimits.tokenKeys(configuration), timer::now));
    }

    /**
     * No socket closes: those that open from now on get the new limits and keys.
     *
     * @throws IllegalArgumentException naming the key, its value, and what is allowed; nothing has changed then
     */
    @Modified
    public void modified(SignalingConfiguration configuration) {
        environment = environment.with(parser(configuration), ConfiguredLimits.session(configuration));
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL,
            unbind = "removeInteractions")
    void setInteractions(InteractionRegistry registry) {
        interactions = registry;
    }

    void removeInteractions(InteractionRegistry registry) {
        if (interactions == registry) {
            interactions = null;
        }
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL,
            unbind = "removeEvents")
    void setEvents(EventPublisher publisher) {
        events = publisher;
    }

    void removeEvents(EventPublisher publisher) {
        if (events == publisher) {
            events = null;
        }
    }

    /** Without interactions there is nothing that an observer would want to know. */
    private void publish(InteractionEvent event) {
        EventPublisher publisher = events;
        if (publisher != null) {
            publisher.publish(event);
        }
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
