package org.ducksoup.cluster.relay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.UUID;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.cluster.member.SealedHeader;
import org.ducksoup.parts.Timer;

/** What one server says to another one of a client that it passes on. */
public final class RelayHeader implements RelayedClients {
    private final SealedHeader header;

    public RelayHeader(String server, Seal seal, Timer timer) {
        header = new SealedHeader(server, seal, timer);
    }

    /**
     * @param to the server that shall take the client
     * @param passes with this one
     */
    String write(String to, String origin, String address, int passes) {
        return header.write(
                to,
                UUID.randomUUID().toString(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("origin", origin)
                        .put("address", address)
                        .put("passes", passes));
    }

    @Override
    public Optional<RelayedClient> check(String received) {
        return header.read(received, any -> true)
                .map(json -> new RelayedClient(
                        json.path("origin").asText(),
                        json.path("address").asText(),
                        json.path("from").asText(),
                        Math.max(1, json.path("passes").asInt())));
    }
}
