package org.ducksoup.shell.http;

import java.util.List;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.study.PipelineDocument;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.StudyActs;
import org.ducksoup.shell.study.SupervisedStudy;
import org.ducksoup.shell.study.TypedControl;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operations on running interactions. */
@Component(service = StudyOperations.class)
public final class StudyOperations {
    private final SupervisedStudy study;

    @Activate
    public StudyOperations(@Reference SupervisedStudy study) {
        this.study = study;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("status", (name, members) -> study.status().document()),
                Operation.put("draining", this::drain, "draining"),
                Operation.get(
                        "interactions",
                        (name, members) -> StatusDocument.of(study.supervision().interactions())),
                Operation.get("interactions/{id}", (id, members) -> StatusDocument.of(find(id))),
                Operation.get("interactions/{id}/pipelines", this::pipelines),
                Operation.post("interactions/{id}/end", this::end),
                Operation.post("interactions/{id}/extend", this::extend, "seconds"),
                Operation.post("interactions/{id}/message", this::tell, "text", "userId"),
                Operation.post("interactions/{id}/reveal", this::reveal),
                Operation.post("interactions/{id}/mark", this::mark, "name", "data"),
                Operation.post("interactions/{id}/remove", this::remove, "userId"),
                Operation.post(
                        "interactions/{id}/control",
                        this::control,
                        "userId",
                        "effect",
                        "property",
                        "value",
                        "duration"));
    }

    private InteractionStatus find(String id) throws ApiFailure, OperationException {
        return study.supervision().interactions().stream()
                .filter(one -> one.key().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiFailure(
                        404,
                        "id",
                        id,
                        "There is no interaction of this id, or it is over; GET interactions lists them."));
    }

    private Object drain(String name, RequestMembers members) throws ApiFailure, OperationException {
        return StudyActs.drain(study, members.flag("draining"));
    }

    private Object pipelines(String id, RequestMembers members) throws ApiFailure, OperationException {
        return study.supervision().pipelines(find(id).key()).stream()
                .map(PipelineDocument::of)
                .toList();
    }

    private Object end(String id, RequestMembers members) throws ApiFailure, OperationException {
        return StudyActs.end(study.supervision(), find(id));
    }

    private Object extend(String id, RequestMembers members) throws ApiFailure, OperationException {
        int seconds = members.integer("seconds");
        return StudyActs.extend(study.supervision(), find(id), seconds);
    }

    private Object tell(String id, RequestMembers members) throws ApiFailure, OperationException {
        String text = members.text("text");
        String userId = members.optionalText("userId").orElse(null);
        return StudyActs.tell(study.supervision(), find(id), userId, text);
    }

    private Object reveal(String id, RequestMembers members) throws ApiFailure, OperationException {
        return StatusDocument.of(study.supervision().reveal(find(id).key()));
    }

    private Object mark(String id, RequestMembers members) throws ApiFailure, OperationException {
        Mark mark = new Mark(members.text("name"), members.optionalText("data").orElse(null));
        return StudyActs.mark(study.supervision(), find(id), mark);
    }

    private Object remove(String id, RequestMembers members) throws ApiFailure, OperationException {
        String userId = members.text("userId");
        return StudyActs.remove(study.supervision(), find(id), userId);
    }

    private Object control(String id, RequestMembers members) throws ApiFailure, OperationException {
        EffectControl control = TypedControl.of(
                members.text("effect"),
                members.text("property"),
                members.numberOrText("value"),
                members.integer("duration", 0),
                members.text("userId"));
        return StudyActs.control(study.supervision(), find(id), control);
    }
}
