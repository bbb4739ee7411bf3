package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.completion.UserCompleter;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:message}. */
@Service
@Command(
        scope = "ducksoup",
        name = "message",
        description =
                "Sends a text to the pages of an interaction's participants, who get it as the event \"message\".")
public final class MessageCommand extends InteractionCommand {
    @Argument(index = 1, name = "text", required = true, description = "In quotation marks, at most 1000 characters")
    private @Nullable String text;

    @Option(name = "--user", description = "Only to this participant")
    @Completion(UserCompleter.class)
    private @Nullable String user;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        Map<String, Object> result = StudyActs.tell(study, found, user, String.valueOf(text));
        done(result, "Sent to " + Printed.counted(result.get("receivers"), "participant") + ".");
    }
}
