package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:effects}. */
@Service
@Command(
        scope = "ducksoup",
        name = "effects",
        description = "Lists the effects that can be used here, or the properties of one of them.")
@SuppressWarnings("SystemOut") // the command's console
public final class EffectsCommand extends ConsoleCommand {
    @Option(name = "--problems", description = "Plug-ins, presets and pipeline texts that do not work, and why")
    private boolean problems;

    @Argument(name = "effect", description = "Name of an effect whose properties are shown")
    private @Nullable String name;

    @Reference
    private @Nullable AvailableEffects effects;

    @Reference
    private @Nullable EffectsDocument document;

    @Override
    public @Nullable Object execute() throws OperationException {
        if (problems) {
            printProblems(set(effects).problems());
        } else if (name == null && isJson()) {
            printJson(set(document).document());
        } else if (name == null) {
            list(set(effects).all());
        } else {
            describe(name);
        }
        return null;
    }

    private void printProblems(List<String> found) {
        if (isJson()) {
            printJson(found);
        } else {
            found.forEach(System.out::println);
            System.out.println(found.isEmpty() ? "Everything works." : found.size() + " problems");
        }
    }

    private void describe(String wanted) throws OperationException {
        EffectDescription effect = set(effects).all().stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        OperationException.Cause.UNKNOWN,
                        "there is no effect " + wanted + " here; ducksoup:effects lists all of them"));
        if (isJson()) {
            printJson(EffectsDocument.of(effect));
        } else {
            EffectText.properties(effect, System.out);
        }
    }

    private static void list(List<EffectDescription> effects) {
        ShellTable table = new ShellTable();
        table.column("Effect");
        table.column("Of");
        table.column("Origin");
        table.column("Title");
        table.column("Plug-in");
        for (EffectDescription effect : effects) {
            table.addRow()
                    .addContent(
                            effect.name(),
                            effect.kind() == null ? "" : effect.kind().token(),
                            effect.origin().token(),
                            effect.title(),
                            effect.plugin());
        }
        table.print(System.out);
    }
}
