package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.shell.AvailableEffects;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:effects}. */
@Service
@Command(
        scope = "ducksoup",
        name = "effects",
        description = "Lists the effects that can be used here, or the properties of one of them.")
@SuppressWarnings("SystemOut") // the command's console
public final class EffectsCommand implements Action {
    @Option(name = "--problems", description = "Plug-ins, presets and pipeline texts that do not work, and why")
    private boolean problems;

    @Argument(name = "effect", description = "Name of an effect whose properties are shown")
    private @Nullable String name;

    @Reference
    private @Nullable AvailableEffects effects;

    @Override
    public @Nullable Object execute() {
        AvailableEffects available = effects;
        if (available == null) {
            throw new IllegalStateException("no catalogue of effects is there");
        }
        if (problems) {
            List<String> found = available.problems();
            found.forEach(System.out::println);
            System.out.println(found.isEmpty() ? "Everything works." : found.size() + " problems");
        } else if (name == null) {
            list(available.all());
        } else {
            available.all().stream()
                    .filter(effect -> effect.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            effect -> EffectText.properties(effect, System.out),
                            () -> System.out.println("There is no effect " + name + " here; try ducksoup:effects."));
        }
        return null;
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
