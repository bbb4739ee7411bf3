package org.ducksoup.cluster.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import org.ducksoup.parts.Timer;

/** What one server says to another one in an HTTP header: good once, for a minute, for that server alone. Thread-safe. */
public final class SealedHeader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARS = 8192;

    private final String server;
    private final Seal seal;
    private final Timer timer;
    private final OneTimeUse use;

    /** @param server name of this server */
    public SealedHeader(String server, Seal seal, Timer timer) {
        this.server = server;
        this.seal = seal;
        this.timer = timer;
        use = new OneTimeUse(timer);
    }

    /**
     * @param to name of the server that it is for
     * @param once differs from header to header
     * @param content gets the members that every header has: {@code from}, {@code to}, {@code at} and {@code once}
     */
    public String write(String to, String once, ObjectNode content) {
        content.put("from", server)
                .put("to", to)
                .put("at", timer.instant().toEpochMilli())
                .put("once", once);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(seal.seal(content.toString()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The content of a header; empty if no server of this cluster has written it for this server, or not now.
     *
     * @param fits whether it belongs to what came with it; one that does not can still be used
     */
    public Optional<JsonNode> read(String header, Predicate<JsonNode> fits) {
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
            return json.path("to").asText().equals(server)
                            && fits.test(json)
                            && use.isNew(
                                    json.path("once").asText(), json.path("at").asLong())
                    ? Optional.of(json)
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
