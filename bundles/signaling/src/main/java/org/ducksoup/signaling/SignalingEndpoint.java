package org.ducksoup.signaling;

import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.websocket.EndpointType;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.parts.SystemTimer;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.ducksoup.signaling.message.MessageRehearsal;
import org.ducksoup.signaling.token.JoinTokenKeys;
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
 * The WebSocket endpoint of all participants. When {@code sfu} is replaced, sockets stay open until it has sent its
 * participants the list of recorded files; participants who join meanwhile are asked to come back. When this bundle is
 * replaced, the HTTP server closes the sockets with 1012, participants resume, and media flows on meanwhile.
 */
@Component(configurationPid = "org.ducksoup.signaling", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SignalingConfiguration.class)
@EndpointType("signaling")
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class SignalingEndpoint implements WebSocketEndpoint {
    private final SystemTimer timer = new SystemTimer("ducksoup-signaling-timer");
    /** The environment of sockets that open from now on. Each socket keeps the one it was opened with. */
    private volatile SessionEnvironment environment;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionRegistry interactions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable EventPublisher events;

    /** On a server of a cluster. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionHomes homes;

    /** @throws IllegalArgumentException naming the key, its value, and what is allowed */
    @Activate
    public SignalingEndpoint(SignalingConfiguration configuration) {
        this.environment = new SessionEnvironment(
                () -> interactions,
                () -> homes,
                configuration.clustered(),
                this::publish,
                parser(configuration),
                ConfiguredLimits.session(configuration),
                SessionEnvironment.refusals(timer),
                timer);
        // The keys of this server would have it refuse the join before it is read.
        MessageRehearsal.run(new ClientMessageParser(
                ConfiguredLimits.joins(configuration), new JoinTokens(JoinTokenKeys.of("", ""), timer)));
    }

    private ClientMessageParser parser(SignalingConfiguration configuration) {
        return new ClientMessageParser(
                ConfiguredLimits.joins(configuration),
                new JoinTokens(ConfiguredLimits.tokenKeys(configuration), timer));
    }

    /**
     * Closes no socket: those that open from now on get the new limits and keys.
     *
     * @throws IllegalArgumentException naming the key, its value, and what is allowed; nothing has changed in that
     *     case
     */
    @Modified
    public void modified(SignalingConfiguration configuration) {
        environment = environment.with(parser(configuration), ConfiguredLimits.session(configuration));
    }

    /** Drops the event while there is no publisher: without interactions no observer needs it. */
    private void publish(InteractionEvent event) {
        EventPublisher publisher = events;
        if (publisher != null) {
            publisher.publish(event);
        }
    }

    /** Sets the references as Declarative Services does. */
    void use(@Nullable InteractionRegistry registry, @Nullable EventPublisher publisher) {
        interactions = registry;
        events = publisher;
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
