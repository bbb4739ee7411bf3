package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.completion.UserCompleter;
import org.ducksoup.shell.study.PipelineDocument;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:pipeline}. */
@Service
@Command(
        scope = "ducksoup",
        name = "pipeline",
        description = "Shows the pipelines that change voices and pictures in an interaction.")
@SuppressWarnings("SystemOut") // the command's console
public final class PipelineCommand extends InteractionCommand {
    @Argument(index = 1, name = "user", description = "Only those of this participant")
    @Completion(UserCompleter.class)
    private @Nullable String user;

    @Option(name = "--dot", description = "As pictures in the language of Graphviz, while they run")
    private boolean dot;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        List<ParticipantPipeline> pipelines = study.pipelines(found.key()).stream()
                .filter(one -> user == null || one.userId().equals(user))
                .toList();
        if (isJson()) {
            printJson(pipelines.stream().map(PipelineDocument::of).toList());
        } else if (dot) {
            PipelineDocument.printGraphs(pipelines, System.out);
        } else {
            PipelineDocument.print(pipelines, System.out);
        }
    }
}
