package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.RateLimited;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interactions of all servers. What is asked of one that lives elsewhere is done there, and is in the log and the manifest there,
 * with the same checks and the same blinding.
 */
@Component(property = Constants.SERVICE_RANKING + ":Integer=10")
public final class SupervisionOfAll implements Supervision {
    private static final Logger LOGGER = LoggerFactory.getLogger(SupervisionOfAll.class);

    /** The other server waits 2 s for its own interactions; if one of them hangs, the others are still listed. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** An element that hangs is waited for. */
    private static final Duration PIPELINES_PATIENCE = Duration.ofSeconds(10);

    private final ClusterLink link;
    private final Supervision here;
    private final Duration patience;
    private final RateLimited silences = new RateLimited(Duration.ofSeconds(10), System::nanoTime);

    @Activate
    public SupervisionOfAll(
            @Reference ClusterLink link, @Reference(target = "(" + Supervision.HERE + ")") Supervision here) {
        this(link, here, PATIENCE);
    }

    SupervisionOfAll(ClusterLink link, Supervision here, Duration patience) {
        this.link = link;
        this.here = here;
        this.patience = patience;
    }

    /** An operation on an interaction of this server. */
    private interface Operation<T> {
        T carryOut() throws OperationException;
    }

    @Override
    public List<InteractionStatus> interactions() {
        // The others are asked before this server waits for its own.
        Map<String, CompletableFuture<JsonNode>> asked = new LinkedHashMap<>();
        long end = System.nanoTime() + patience.toNanos();
        link.others()
                .forEach(other -> asked.put(other.server(), link.ask(other, Wish.INTERACTIONS.question(), patience)));
        List<InteractionStatus> all = new ArrayList<>();
        here.interactions().forEach(one -> all.add(one.on(link.server())));
        asked.forEach((server, answer) -> all.addAll(interactions(server, answer, end)));
        all.sort(Comparator.comparing(InteractionStatus::createdAt));
        return all;
    }

    private List<InteractionStatus> interactions(String server, CompletableFuture<JsonNode> asked, long end) {
        try {
            JsonNode answer = asked.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            Refusal.throwIfThere(answer);
            List<InteractionStatus> list = new ArrayList<>();
            answer.path("interactions").forEach(one -> list.add(StatusJson.status(one, server)));
            return list;
        } catch (ExecutionException | TimeoutException | OperationException | RuntimeException e) {
            silences.run(others -> LOGGER.warn(
                    "the interactions of {} are not listed (and {} times others): {}", server, others, reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private String reason(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return isSilence(e) ? "it does not answer within " + patience.toMillis() + " ms" : cause.toString();
    }

    private static boolean isSilence(Exception e) {
        return e instanceof TimeoutException
                || e.getCause() instanceof TimeoutException
                || e.getCause() instanceof HttpTimeoutException;
    }

    @Override
    public void end(InteractionKey key) throws OperationException {
        carryOut(key, done(() -> here.end(key)), Wish.END.question(key));
    }

    @Override
    public Duration extend(InteractionKey key, Duration by) throws OperationException {
        ObjectNode question = Wish.EXTEND.question(key);
        question.putObject(Wish.WITH).put("by", by.toString());
        return carryOut(
                key,
                () -> here.extend(key, by),
                question,
                (server, answer) -> Duration.parse(answer.path("remaining").asText()));
    }

    @Override
    public void remove(InteractionKey key, String userId) throws OperationException {
        ObjectNode question = Wish.REMOVE.question(key);
        question.putObject(Wish.WITH).put("userId", userId);
        carryOut(key, done(() -> here.remove(key, userId)), question);
    }

    @Override
    public int tell(InteractionKey key, @Nullable String userId, String text) throws OperationException {
        ObjectNode question = Wish.TELL.question(key);
        question.putObject(Wish.WITH).put("userId", userId).put("text", text);
        return carryOut(key, () -> here.tell(key, userId, text), question, (server, answer) -> answer.path("receivers")
                .asInt());
    }

    @Override
    public void control(InteractionKey key, EffectControl control) throws OperationException {
        ObjectNode question = Wish.CONTROL.question(key);
        ControlJson.write(control, question.putObject(Wish.WITH));
        carryOut(key, done(() -> here.control(key, control)), question);
    }

    @Override
    public InteractionStatus reveal(InteractionKey key) throws OperationException {
        return carryOut(
                key,
                () -> here.reveal(key).on(link.server()),
                Wish.REVEAL.question(key),
                (server, answer) -> StatusJson.status(answer.path("interaction"), server));
    }

    @Override
    public void mark(InteractionKey key, Mark mark) throws OperationException {
        ObjectNode question = Wish.MARK.question(key);
        ControlJson.write(mark, question.putObject(Wish.WITH));
        carryOut(key, done(() -> here.mark(key, mark)), question);
    }

    @Override
    public List<ParticipantPipeline> pipelines(InteractionKey key) throws OperationException {
        return carryOut(
                key, () -> here.pipelines(key), Wish.PIPELINES.question(key), PIPELINES_PATIENCE, (server, answer) -> {
                    List<ParticipantPipeline> list = new ArrayList<>();
                    answer.path("pipelines").forEach(one -> list.add(StatusJson.pipeline(one)));
                    return list;
                });
    }

    @Override
    public boolean isDraining() {
        return here.isDraining();
    }

    @Override
    public void setDraining(boolean draining) {
        here.setDraining(draining);
    }

    // ---- where, and how

    private interface Act {
        void carryOut() throws OperationException;
    }

    private interface Reader<T> {
        T read(String server, JsonNode answer);
    }

    private static Operation<Boolean> done(Act act) {
        return () -> {
            act.carryOut();
            return true;
        };
    }

    private void carryOut(InteractionKey key, Operation<Boolean> operation, ObjectNode question)
            throws OperationException {
        carryOut(key, operation, question, (server, answer) -> true);
    }

    private <T> T carryOut(InteractionKey key, Operation<T> operation, ObjectNode question, Reader<T> reader)
            throws OperationException {
        return carryOut(key, operation, question, patience, reader);
    }

    private <T> T carryOut(
            InteractionKey key, Operation<T> operation, ObjectNode question, Duration limit, Reader<T> reader)
            throws OperationException {
        Optional<ServerReport> home = elsewhere(key);
        if (home.isEmpty()) {
            return operation.carryOut();
        }
        String server = home.get().server();
        JsonNode answer = await(
                link.ask(home.get(), question, limit),
                limit,
                e -> "the server " + server + ", where interaction " + key.name() + " lives, "
                        + (isSilence(e)
                                ? "did not answer within " + limit.toMillis() + " ms"
                                : "cannot be asked (" + reason(e) + ")")
                        + "; it may still do what was asked of it");
        Refusal.throwIfThere(answer);
        return reader.read(server, answer);
    }

    /** The server that has it; empty if that is this one, or if nobody has it: then this server says so. */
    private Optional<ServerReport> elsewhere(InteractionKey key) throws OperationException {
        if (link.has(key)) {
            return Optional.empty();
        }
        Optional<String> home = await(
                link.home(key).toCompletableFuture(),
                patience,
                e -> "the server of interaction " + key.name() + " cannot be found at the moment: " + reason(e));
        if (home.isEmpty() || home.get().equals(link.server())) {
            return Optional.empty();
        }
        return Optional.of(link.others().stream()
                .filter(other -> other.server().equals(home.get()))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        Cause.NO_ANSWER,
                        "the server " + home.get() + ", where interaction " + key.name() + " lives, is not heard")));
    }

    private static <T> T await(CompletableFuture<T> answer, Duration limit, Function<Exception, String> failure)
            throws OperationException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new OperationException(Cause.NO_ANSWER, failure.apply(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Cause.NO_ANSWER, failure.apply(e));
        }
    }
}
