package org.ducksoup.shell.command;

import java.io.PrintStream;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.effect.EffectDescription;

/** An effect as text for the console. */
public final class EffectText {
    private EffectText() {}

    /** What it is, and one line for each property. */
    public static void properties(EffectDescription effect, PrintStream out) {
        out.println(effect.name() + ": " + effect.description());
        ShellTable table = new ShellTable();
        table.column("Property");
        table.column("Type");
        table.column("Default");
        table.column("Allowed");
        table.column("Live");
        table.column("Description");
        for (EffectDescription.Property property : effect.properties()) {
            String range = property.min() == null ? "" : property.min() + " to " + property.max();
            table.addRow()
                    .addContent(
                            property.name(),
                            property.type().token(),
                            property.initial() == null ? "" : property.initial(),
                            property.choices().isEmpty() ? range : String.join(", ", property.choices()),
                            property.live() ? "yes" : "no",
                            property.description());
        }
        table.print(out);
    }
}
