package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.ducksoup.api.cluster.FiguresHere;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.parts.RateLimited;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the other servers, about the interactions of this one alone: nobody asks in circles. */
@Component
public final class AnsweringDesk implements ServerRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(AnsweringDesk.class);

    private final ClusterLink link;
    private final Supervision here;
    private final RateLimited refusals = new RateLimited(Duration.ofSeconds(10), System::nanoTime);

    /** While the bundle that has them is active. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable FiguresHere figures;

    @Activate
    public AnsweringDesk(
            @Reference ClusterLink link, @Reference(target = "(" + Supervision.HERE + ")") Supervision here) {
        this.link = link;
        this.here = here;
    }

    @Override
    public Optional<byte[]> answer(String header, byte[] body) {
        Optional<ServerSeal.Received> received = link.seal().receive(header, body);
        if (received.isEmpty()) {
            refusals.run(others -> LOGGER.warn(
                    "somebody asks for interactions (and others did, {} times) without the cluster's secret, or with a clock that"
                            + " differs by more than a minute",
                    others));
        }
        return received.map(asked -> link.seal().answer(asked, answer(asked)));
    }

    private ObjectNode answer(ServerSeal.Received asked) {
        try {
            return carryOut(asked.question());
        } catch (OperationException e) {
            return refusal(e);
        } catch (RuntimeException e) {
            LOGGER.error("what {} asks cannot be answered: {}", asked.from(), asked.question(), e);
            return refusal(new OperationException(
                    Cause.NO_ANSWER, "the server " + link.server() + " has failed to answer; its log says why"));
        }
    }

    private static ObjectNode refusal(OperationException e) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject(Refusal.MEMBER)
                .put("kind", e.kind().name())
                .put("key", e.key())
                .put("message", e.getMessage());
        return json;
    }

    private ObjectNode carryOut(JsonNode question) throws OperationException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        InteractionKey key = StatusJson.key(question.path(Wish.KEY));
        JsonNode with = question.path(Wish.WITH);
        switch (wish(question)) {
            case INTERACTIONS -> {
                ArrayNode list = answer.putArray("interactions");
                for (InteractionStatus one : here.interactions()) {
                    StatusJson.write(one, list.addObject());
                }
            }
            case FIGURES -> {
                FiguresHere known = figures;
                answer.put("figures", known == null ? "{}" : known.figures());
            }
            case END -> here.end(key);
            case EXTEND ->
                answer.put(
                        "remaining",
                        here.extend(key, Duration.parse(with.path("by").asText()))
                                .toString());
            case REMOVE -> here.remove(key, with.path("userId").asText());
            case TELL ->
                answer.put(
                        "receivers",
                        here.tell(
                                key,
                                StatusJson.text(with, "userId"),
                                with.path("text").asText()));
            case CONTROL -> here.control(key, ControlJson.control(with));
            case REVEAL -> StatusJson.write(here.reveal(key), answer.putObject("interaction"));
            case MARK -> here.mark(key, ControlJson.mark(with));
            case PIPELINES -> {
                ArrayNode list = answer.putArray("pipelines");
                for (ParticipantPipeline one : here.pipelines(key)) {
                    StatusJson.write(one, list.addObject());
                }
            }
        }
        return answer;
    }

    private Wish wish(JsonNode question) throws OperationException {
        String token = question.path(Wish.MEMBER).asText();
        return Arrays.stream(Wish.values())
                .filter(wish -> wish.token().equals(token))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        Cause.BAD_VALUE,
                        "the server " + link.server() + ", where it lives, has an older version, which cannot do this ("
                                + token + ")"));
    }
}
