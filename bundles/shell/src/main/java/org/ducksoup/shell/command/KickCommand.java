package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.completion.UserCompleter;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:kick}. */
@Service
@Command(
        scope = "ducksoup",
        name = "kick",
        description = "Takes a participant out of an interaction, for good. It goes on for the others.")
public final class KickCommand extends InteractionCommand {
    @Argument(index = 1, name = "user", required = true, description = "userId of the participant")
    @Completion(UserCompleter.class)
    private @Nullable String user;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        String userId = String.valueOf(user);
        done(StudyActs.remove(study, found, userId), "Participant " + Printed.text(userId) + " was taken out.");
    }
}
