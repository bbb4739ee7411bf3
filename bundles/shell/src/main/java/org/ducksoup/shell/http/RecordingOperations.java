package org.ducksoup.shell.http;

import java.io.IOException;
import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.recording.Archive;
import org.ducksoup.shell.recording.RunChoice;
import org.ducksoup.shell.recording.RunDocument;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operations on recorded runs. They wait for the disk. */
@Component(service = RecordingOperations.class)
public final class RecordingOperations {
    private final Archive archive;

    @Activate
    public RecordingOperations(@Reference Archive archive) {
        this.archive = archive;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("recordings", this::list, "interaction", "last"),
                Operation.get("recordings/{run}", (run, members) -> find(run)),
                Operation.post("recordings/{run}/verify", this::verify),
                Operation.post("salvage", this::salvage));
    }

    private Object list(String name, RequestMembers members) throws ApiFailure, OperationException, IOException {
        String interaction = members.optionalText("interaction").orElse(null);
        return RunChoice.of(archive.recordings().runs(), interaction, members.integer("last", 0)).stream()
                .map(RunDocument::of)
                .toList();
    }

    private Object find(String run) throws ApiFailure, OperationException, IOException {
        return archive.recordings().runs().stream()
                .filter(one -> one.id().equals(run))
                .findFirst()
                .map(RunDocument::of)
                .orElseThrow(() -> new ApiFailure(
                        404, "run", run, "There is no run of this id; GET recordings lists those that there are."));
    }

    private Object verify(String run, RequestMembers members) throws ApiFailure, OperationException, IOException {
        // The archive knows runs by other names, too: a path has the id alone, so that it means one run for ever.
        Object unused = find(run);
        return RunDocument.of(archive.recordings().verify(run));
    }

    /** Of the data directory only: who has the token names no other directories of the machine. */
    private Object salvage(String name, RequestMembers members) throws OperationException, IOException {
        return archive.recordings().salvage(null).stream().map(RunDocument::of).toList();
    }
}
