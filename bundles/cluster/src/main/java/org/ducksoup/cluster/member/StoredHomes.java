package org.ducksoup.cluster.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.map.IMap;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.HomeClaim;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.cluster.home.HomeEntry;
import org.ducksoup.cluster.home.HomeStore;
import org.ducksoup.cluster.lease.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The homes as a map of Hazelcast, from text to sealed text. The map compares texts byte for byte: what is replaced or removed is the very
 * text that was read, which may have members of a newer version that this one does not know.
 */
final class StoredHomes implements HomeStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoredHomes.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IMap<String, String> map;
    private final Seal seal;
    private final Executor blocking;
    private final BooleanSupplier reachable;

    /**
     * @param blocking runs calls that wait for other servers
     * @param reachable whether the map can be read and changed at the moment
     */
    StoredHomes(IMap<String, String> map, Seal seal, Executor blocking, BooleanSupplier reachable) {
        this.map = map;
        this.seal = seal;
        this.blocking = blocking;
        this.reachable = reachable;
    }

    @Override
    public boolean isReachable() {
        return reachable.getAsBoolean();
    }

    @Override
    public CompletionStage<Optional<HomeEntry>> get(InteractionKey key) {
        return later(() -> Optional.ofNullable(read(map.get(text(key)))));
    }

    @Override
    public CompletionStage<Optional<HomeEntry>> putIfAbsent(InteractionKey key, HomeEntry entry) {
        return later(() -> Optional.ofNullable(read(map.putIfAbsent(text(key), write(entry)))));
    }

    @Override
    public CompletionStage<Boolean> replace(InteractionKey key, HomeEntry expected, HomeEntry entry) {
        return later(() -> {
            String present = map.get(text(key));
            return expected.equals(read(present)) && map.replace(text(key), present, write(entry));
        });
    }

    @Override
    public CompletionStage<Boolean> remove(InteractionKey key, HomeEntry expected) {
        return later(() -> {
            String present = map.get(text(key));
            return expected.equals(read(present)) && map.remove(text(key), present);
        });
    }

    @Override
    public CompletionStage<Map<InteractionKey, HomeEntry>> all() {
        return later(() -> {
            Map<InteractionKey, HomeEntry> all = new HashMap<>();
            map.entrySet().forEach(entry -> {
                HomeEntry home = read(entry.getValue());
                if (home != null) {
                    all.put(key(entry.getKey()), home);
                }
            });
            return all;
        });
    }

    private <T> CompletionStage<T> later(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, blocking);
    }

    /** None of the parts has control characters. */
    private static String text(InteractionKey key) {
        return key.origin() + '\n' + key.namespace() + '\n' + key.name();
    }

    private static InteractionKey key(String text) {
        String[] parts = text.split("\n", -1);
        return new InteractionKey(parts[0], parts[1], parts[2]);
    }

    private String write(HomeEntry entry) {
        ObjectNode json = JSON.createObjectNode()
                .put("server", entry.home().server())
                .put("life", entry.home().life())
                .put("number", entry.number());
        if (entry.createdAt() != null) {
            json.put("createdAt", entry.createdAt().toString());
        }
        HomeClaim.LostRun previous = entry.previous();
        if (previous != null) {
            ObjectNode lost = json.putObject("previous").put("server", previous.server());
            if (previous.createdAt() != null) {
                lost.put("createdAt", previous.createdAt().toString());
            }
        }
        return seal.seal(json.toString());
    }

    private @Nullable HomeEntry read(@Nullable String sealed) {
        if (sealed == null) {
            return null;
        }
        Optional<String> text = seal.open(sealed);
        if (text.isEmpty()) {
            LOGGER.error(
                    "the home of an interaction was written by somebody without the cluster's secret; it is not used");
            throw new IllegalStateException("a home without a valid seal");
        }
        try {
            JsonNode json = JSON.readTree(text.get());
            JsonNode lost = json.path("previous");
            return new HomeEntry(
                    new Identity(json.path("server").asText(), json.path("life").asText()),
                    json.path("number").asLong(),
                    instant(json.path("createdAt")),
                    lost.isObject()
                            ? new HomeClaim.LostRun(lost.path("server").asText(), instant(lost.path("createdAt")))
                            : null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a home that cannot be read", e);
        }
    }

    private static @Nullable Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.asText()) : null;
    }
}
