package org.ducksoup.cluster.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.cluster.member.OneTimeUse;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.parts.Timer;

/** What one server says to another one of a client that it passes on, as an HTTP header. Each header is good once, for a minute. */
public final class RelayHeader implements RelayedClients {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARS = 8192;

    private final String server;
    private final Seal seal;
    private final Timer timer;
    private final OneTimeUse use;

    public RelayHeader(String server, Seal seal, Timer timer) {
        this.server = server;
        this.seal = seal;
        this.timer = timer;
        use = new OneTimeUse(timer);
    }

    /**
     * @param to the server that shall take the client
     * @param passes with this one
     */
    String write(String to, String origin, String address, int passes) {
        String text = JSON.createObjectNode()
                .put("server", server)
                .put("to", to)
                .put("origin", origin)
                .put("address", address)
                .put("passes", passes)
                .put("at", timer.instant().toEpochMilli())
                .put("once", UUID.randomUUID().toString())
                .toString();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seal.seal(text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<RelayedClient> check(String header) {
        if (header.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            String sealed = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
            Optional<String> text = seal.open(sealed);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(text.get());
            long at = json.path("at").asLong();
            // What one server is told of a client is no word for another one.
            return json.path("to").asText().equals(server)
                            && use.isNew(json.path("once").asText(), at)
                    ? Optional.of(new RelayedClient(
                            json.path("origin").asText(),
                            json.path("address").asText(),
                            json.path("server").asText(),
                            Math.max(1, json.path("passes").asInt())))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
