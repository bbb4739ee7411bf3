package org.ducksoup.shell.part;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.command.ConsoleCommand;
import org.ducksoup.shell.command.EffectText;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:effect}. */
@Service
@Command(
        scope = "ducksoup",
        name = "effect",
        description = "Describes an effect: its properties, their ranges and defaults, and the bundles that have it.")
@SuppressWarnings("SystemOut") // the command's console
public final class EffectCommand extends ConsoleCommand {
    @Argument(name = "effect", required = true, description = "As ducksoup:effects lists it")
    @Completion(EffectCompleter.class)
    private @Nullable String name;

    @Reference
    private @Nullable AvailableEffects effects;

    @Reference
    private @Nullable RegisteredParts registered;

    @Override
    public @Nullable Object execute() throws OperationException {
        DescribedEffect found = DescribedEffect.find(set(name), set(effects), set(registered));
        if (isJson()) {
            printJson(found.document());
        } else {
            EffectText.properties(found.effect(), System.out);
            if (!found.bundles().isEmpty()) {
                PartsCommand.print(found.bundles());
            }
        }
        return null;
    }
}
