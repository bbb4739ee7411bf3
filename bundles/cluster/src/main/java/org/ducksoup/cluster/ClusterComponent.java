package org.ducksoup.cluster;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.cluster.ClusterKeys;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.api.cluster.HostedInteractions;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.api.cluster.ServingLease;
import org.ducksoup.api.cluster.SharedLines;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.cluster.supervision.ClusterLink;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;

/** This server's part in its cluster, as services. Without members in the settings there are none, and nothing happens. */
@Component(
        service = InteractionObserver.class,
        immediate = true,
        configurationPid = "org.ducksoup.cluster",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClusterConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class ClusterComponent implements InteractionObserver {
    /** While the bundle that runs interactions is active. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable HostedInteractions interactions;

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final @Nullable ClusterServer server;

    /** @throws IllegalArgumentException naming the setting that cannot be used */
    @Activate
    public ClusterComponent(ClusterConfiguration configuration, BundleContext context) {
        if (configuration.members().length == 0) {
            server = null;
            return;
        }
        ClusterServer begun = new ClusterServer(
                configuration, context.getBundle().getVersion().toString(), new HostedHere(() -> interactions));
        server = begun;
        registrations.add(context.registerService(InteractionHomes.class, begun.homes(), null));
        registrations.add(context.registerService(ServingLease.class, begun.lease(), null));
        registrations.add(context.registerService(RelayedClients.class, begun.relayedClients(), null));
        registrations.add(context.registerService(ClusterNodes.class, begun.nodes(), null));
        registrations.add(context.registerService(SharedLines.class, begun.lines(), null));
        registrations.add(context.registerService(ClusterKeys.class, begun.keys(), null));
        registrations.add(context.registerService(ClusterLink.class, begun.link(), null));
        registrations.add(context.registerService(FiguresElsewhere.class, begun.figures(), null));
        begun.start();
    }

    @Override
    public void onEvent(InteractionEvent event) {
        if (server != null && event instanceof InteractionEvent.InteractionCreated created) {
            server.homes().created(created.scope().key(), created.scope().at());
        }
    }

    /** The interactions of this server end first: others may begin them as soon as it has left. */
    @Deactivate
    void stop() {
        if (server != null) {
            server.close();
        }
        registrations.forEach(ServiceRegistration::unregister);
    }
}
