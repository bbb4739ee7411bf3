package org.ducksoup.web.socket;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The endpoints that are registered now. Removing an endpoint closes its sockets. */
@Component(service = SocketEndpoints.class)
public final class SocketEndpoints {
    private static final String TYPE = "ducksoup.endpoint.type";

    private final Map<ServiceReference<WebSocketEndpoint>, EndpointSockets> endpoints = new ConcurrentSkipListMap<>();

    @Activate
    public SocketEndpoints() {
        // Declarative Services adds the endpoints.
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEndpoint(ServiceReference<WebSocketEndpoint> reference, WebSocketEndpoint endpoint) {
        endpoints.put(reference, new EndpointSockets(endpoint));
    }

    void removeEndpoint(ServiceReference<WebSocketEndpoint> reference) {
        EndpointSockets removed = endpoints.remove(reference);
        if (removed != null) {
            removed.close();
        }
    }

    /** If several endpoints have the same type, the one with the highest service ranking counts. */
    public Optional<EndpointSockets> find(String type) {
        return endpoints.entrySet().stream()
                .filter(entry -> type.equals(entry.getKey().getProperty(TYPE)))
                .reduce((lower, higher) -> higher)
                .map(Map.Entry::getValue);
    }
}
