package org.ducksoup.shell.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.EffectsDocument;
import org.ducksoup.shell.study.InteractionId;
import org.ducksoup.shell.study.ServerStatus;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.TypedControl;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operations of the API, as {@code openapi.json} describes them. */
@Component(service = StudyOperations.class)
public final class StudyOperations {
    private static final String DESCRIPTION = "openapi.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supervision study;
    private final ServerStatus status;
    private final EffectsDocument effects;

    @Activate
    public StudyOperations(
            @Reference Supervision study, @Reference ServerStatus status, @Reference EffectsDocument effects) {
        this.study = study;
        this.status = status;
        this.effects = effects;
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", DESCRIPTION, List.of(), (id, body) -> description()),
                new Operation("GET", "status", List.of(), (id, body) -> status.document()),
                new Operation("GET", "effects", List.of(), (id, body) -> effects.document()),
                new Operation("PUT", "draining", List.of("draining"), (id, body) -> drain(body)),
                new Operation("GET", "interactions", List.of(), (id, body) -> StatusDocument.of(study.interactions())),
                new Operation("GET", "interactions/{id}", List.of(), (id, body) -> StatusDocument.of(find(id))),
                new Operation("POST", "interactions/{id}/end", List.of(), (id, body) -> end(id)),
                new Operation("POST", "interactions/{id}/extend", List.of("seconds"), this::extend),
                new Operation("POST", "interactions/{id}/message", List.of("text", "userId"), this::tell),
                new Operation("POST", "interactions/{id}/remove", List.of("userId"), this::remove),
                new Operation(
                        "POST",
                        "interactions/{id}/control",
                        List.of("userId", "effect", "property", "value", "duration"),
                        this::control));
    }

    /** The OpenAPI document. */
    static JsonNode description() {
        try (InputStream file = StudyOperations.class.getResourceAsStream(DESCRIPTION)) {
            return JSON.readTree(Objects.requireNonNull(file, DESCRIPTION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InteractionStatus find(String id) throws ApiFailure {
        return study.interactions().stream()
                .filter(one -> InteractionId.of(one.key()).equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiFailure(
                        404,
                        "id",
                        id,
                        "There is no interaction of this id, or it is over; GET interactions lists them."));
    }

    private InteractionKey key(String id) throws ApiFailure {
        return find(id).key();
    }

    private Map<String, Object> drain(RequestBody body) throws ApiFailure {
        study.setDraining(body.flag("draining"));
        return status.document();
    }

    private Map<String, Object> end(String id) throws ApiFailure, OperationException {
        study.end(key(id));
        return Map.of("ended", id);
    }

    private Map<String, Object> extend(String id, RequestBody body) throws ApiFailure, OperationException {
        int seconds = body.integer("seconds");
        Duration remaining = study.extend(key(id), Duration.ofSeconds(seconds));
        return Map.of("remaining", remaining.toMillis() / 1000.0);
    }

    private Map<String, Object> tell(String id, RequestBody body) throws ApiFailure, OperationException {
        String text = body.text("text");
        String userId = body.optionalText("userId").orElse(null);
        return Map.of("receivers", study.tell(key(id), userId, text));
    }

    private Map<String, Object> remove(String id, RequestBody body) throws ApiFailure, OperationException {
        String userId = body.text("userId");
        study.remove(key(id), userId);
        return Map.of("removed", userId);
    }

    private Map<String, Object> control(String id, RequestBody body) throws ApiFailure, OperationException {
        EffectControl control = TypedControl.of(
                body.text("effect"),
                body.text("property"),
                body.numberOrText("value"),
                body.integer("duration", 0),
                body.text("userId"));
        study.control(key(id), control);
        return Map.of("value", control.value().plain());
    }
}
