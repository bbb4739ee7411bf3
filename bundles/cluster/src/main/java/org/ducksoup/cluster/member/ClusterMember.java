package org.ducksoup.cluster.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.ducksoup.cluster.home.HomeStore;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.RateLimited;
import org.ducksoup.parts.WallClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server as a member. Thread-safe. */
public final class ClusterMember implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterMember.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Clocks may differ by so much; older questions may have been recorded by somebody. */
    private static final long MAX_AGE_MILLIS = 60_000;

    private static final int THREADS = 8;

    /** What is said between servers. */
    public record Message(String from, JsonNode content) {}

    private final MemberSettings settings;
    private final Seal seal;
    private final Function<Message, ObjectNode> answering;
    private final ExecutorService blocking =
            Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("ducksoup-cluster-store"));
    private final RateLimited refusals = new RateLimited(Duration.ofSeconds(10), System::nanoTime);
    private final HazelcastInstance hazelcast;
    private final IExecutorService questions;

    /**
     * Joins the others, or begins to wait for them. Takes seconds.
     *
     * @param majority whether these servers are enough to change what all know
     * @param answering answers the questions of other servers, on threads of Hazelcast; may not block for long
     * @param onMerged called when two parts of the cluster have found each other again
     * @throws RuntimeException if the address cannot be had
     */
    public ClusterMember(
            MemberSettings settings,
            Function<Set<String>, Boolean> majority,
            Function<Message, ObjectNode> answering,
            Runnable onMerged) {
        this.settings = settings;
        this.answering = answering;
        seal = new Seal(settings.secret(), "questions");
        hazelcast =
                Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings, members -> majority.apply(names(members))));
        hazelcast.getUserContext().put(Question.ANSWERING, (UnaryOperator<String>) this::answer);
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                onMerged.run();
            }
        });
        questions = hazelcast.getExecutorService(HazelcastConfig.QUESTIONS);
    }

    private static Set<String> names(Collection<Member> members) {
        return members.stream().map(ClusterMember::name).collect(Collectors.toSet());
    }

    private static String name(Member member) {
        return String.valueOf(member.getAttribute(HazelcastConfig.SERVER));
    }

    /** The servers that are connected, this one included. */
    public Set<String> connected() {
        return names(hazelcast.getCluster().getMembers());
    }

    public HomeStore homes() {
        return new StoredHomes(hazelcast.getMap(HazelcastConfig.HOMES), new Seal(settings.secret(), "homes"), blocking);
    }

    /**
     * Asks all other servers that are connected.
     *
     * @param onAnswer gets each answer with its server's name, on any thread; servers that do not answer are left out
     */
    public void askAll(Supplier<ObjectNode> question, BiConsumer<String, JsonNode> onAnswer) {
        for (Member member : hazelcast.getCluster().getMembers()) {
            if (!member.localMember()) {
                ask(member, question.get(), onAnswer);
            }
        }
    }

    private void ask(Member member, ObjectNode question, BiConsumer<String, JsonNode> onAnswer) {
        try {
            questions.submitToMember(new Question(sealed(question)), member, new ExecutionCallback<String>() {
                @Override
                public void onResponse(String response) {
                    Message answer = opened(response);
                    // Each server answers for itself only.
                    if (answer != null && answer.from().equals(name(member))) {
                        onAnswer.accept(answer.from(), answer.content());
                    }
                }

                @Override
                public void onFailure(Throwable failure) {
                    LOGGER.debug("{} did not answer", name(member), failure);
                }
            });
        } catch (RuntimeException e) {
            // It has just left, or this server is leaving.
            LOGGER.debug("{} was not asked", name(member), e);
        }
    }

    /** Asks one server; empty if it is not connected. */
    public Optional<CompletionStage<JsonNode>> ask(String server, ObjectNode question) {
        return hazelcast.getCluster().getMembers().stream()
                .filter(member -> name(member).equals(server))
                .findFirst()
                .map(member -> {
                    CompletableFuture<JsonNode> answered = new CompletableFuture<>();
                    ask(member, question, (from, answer) -> answered.complete(answer));
                    return answered;
                });
    }

    private String answer(String sealed) {
        Message question = opened(sealed);
        if (question == null) {
            refusals.run(others -> LOGGER.warn(
                    "a server asked this one something (and {} others did) without the cluster's secret, or with a clock that"
                            + " differs by more than a minute",
                    others));
            return "";
        }
        return sealed(answering.apply(question));
    }

    private String sealed(ObjectNode content) {
        ObjectNode envelope = JSON.createObjectNode()
                .put("from", settings.address())
                .put("at", WallClock.utc().millis());
        envelope.set("content", content);
        return seal.seal(envelope.toString());
    }

    private @Nullable Message opened(String sealed) {
        Optional<String> text = seal.open(sealed);
        if (text.isEmpty()) {
            return null;
        }
        try {
            JsonNode envelope = JSON.readTree(text.get());
            long age = WallClock.utc().millis() - envelope.path("at").asLong();
            return Math.abs(age) > MAX_AGE_MILLIS
                    ? null
                    : new Message(envelope.path("from").asText(), envelope.path("content"));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Leaves the others in order. Takes seconds. */
    @Override
    public void close() {
        hazelcast.getUserContext().remove(Question.ANSWERING);
        hazelcast.shutdown();
        blocking.shutdownNow();
    }
}
