package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.completion.EffectNameCompleter;
import org.ducksoup.shell.completion.PropertyCompleter;
import org.ducksoup.shell.completion.UserCompleter;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;
import org.ducksoup.shell.study.TypedControl;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:control}. */
@Service
@Command(
        scope = "ducksoup",
        name = "control",
        description = "Sets a property of a participant's effect, at once or on a linear way.")
public final class ControlCommand extends InteractionCommand {
    @Argument(index = 1, name = "user", required = true, description = "userId of the participant")
    @Completion(UserCompleter.class)
    private @Nullable String user;

    @Argument(
            index = 2,
            name = "effect",
            required = true,
            description = "name= that the effect has in audioFx or videoFx")
    @Completion(EffectNameCompleter.class)
    private @Nullable String effect;

    @Argument(index = 3, name = "property", required = true, description = "As ducksoup:effects EFFECT lists it")
    @Completion(PropertyCompleter.class)
    private @Nullable String property;

    @Argument(index = 4, name = "value", required = true, description = "A number, or a text")
    private @Nullable String value;

    @Option(name = "--duration", description = "Milliseconds of the way to the value, 0 to 5000")
    private int duration;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        EffectControl control = TypedControl.of(
                String.valueOf(effect),
                String.valueOf(property),
                String.valueOf(value),
                duration,
                String.valueOf(user));
        done(
                StudyActs.control(study, found, control),
                Printed.text(effect + "." + property + " of " + user + " is set to " + value + "."));
    }
}
