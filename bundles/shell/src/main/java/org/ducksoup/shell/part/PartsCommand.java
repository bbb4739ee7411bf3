package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.shell.command.ConsoleCommand;
import org.ducksoup.shell.study.Printed;
import org.jspecify.annotations.Nullable;

/** A command that lists the registered parts of one kind. */
@SuppressWarnings("SystemOut") // the command's console
abstract class PartsCommand extends ConsoleCommand {
    @Reference
    private @Nullable RegisteredParts registered;

    @Override
    public @Nullable Object execute() {
        RegisteredParts parts = set(registered);
        List<RegisteredPart> found = of(parts);
        if (isJson()) {
            printJson(found.stream().map(RegisteredPart::document).toList());
        } else {
            print(found);
            String remark = remark(parts);
            if (!remark.isEmpty()) {
                System.out.println(remark);
            }
        }
        return null;
    }

    abstract List<RegisteredPart> of(RegisteredParts parts);

    /** A sentence below the table, or nothing. */
    String remark(RegisteredParts parts) {
        return "";
    }

    static void print(List<RegisteredPart> parts) {
        ShellTable table = new ShellTable();
        List.of("Name", "Bundle", "Version", "Ranking", "Use").forEach(table::column);
        for (RegisteredPart part : parts) {
            table.addRow()
                    .addContent(
                            Printed.text(part.name()),
                            part.bundle(),
                            part.version(),
                            part.ranking(),
                            part.use().token());
        }
        table.print(System.out);
    }
}
