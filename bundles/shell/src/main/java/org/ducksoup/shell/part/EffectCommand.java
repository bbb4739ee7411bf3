package org.ducksoup.shell.part;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;
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
        String wanted = set(name);
        EffectDescription effect = set(effects).all().stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        OperationException.Cause.UNKNOWN,
                        "there is no effect " + wanted + " here; ducksoup:effects lists all, and --problems says what"
                                + " does not work"));
        List<RegisteredPart> parts = set(registered).labEffects().stream()
                .filter(part -> part.name().equals(wanted))
                .toList();
        if (isJson()) {
            Map<String, Object> json = new LinkedHashMap<>(EffectsDocument.of(effect));
            json.put("bundles", parts.stream().map(PartsCommand::document).toList());
            printJson(json);
        } else {
            EffectText.properties(effect, System.out);
            if (!parts.isEmpty()) {
                PartsCommand.print(parts);
            }
        }
        return null;
    }
}
