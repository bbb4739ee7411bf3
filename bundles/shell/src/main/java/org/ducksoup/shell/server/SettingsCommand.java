package org.ducksoup.shell.server;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.shell.command.ConsoleCommand;
import org.ducksoup.shell.study.Printed;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:settings}. */
@Service
@Command(
        scope = "ducksoup",
        name = "settings",
        description = "Lists the settings in effect, and where each value comes from. Secrets are masked.")
@SuppressWarnings("SystemOut") // the command's console
public final class SettingsCommand extends ConsoleCommand {
    @Argument(name = "name", description = "Part of the name: only the settings that have it")
    @Completion(SettingCompleter.class)
    private @Nullable String name;

    @Option(name = "--changed", description = "Only those that do not have their default")
    private boolean changed;

    @Reference
    private @Nullable Settings settings;

    @Override
    public @Nullable Object execute() throws OperationException {
        List<SettingInEffect> chosen = Settings.choose(set(settings).all(), name, changed);
        if (isJson()) {
            printJson(chosen.stream().map(Settings::document).toList());
        } else {
            print(chosen);
        }
        return null;
    }

    private static void print(List<SettingInEffect> settings) {
        ShellTable table = new ShellTable();
        List.of("Configuration", "Key", "Variable", "Value", "Origin").forEach(table::column);
        for (SettingInEffect setting : settings) {
            table.addRow()
                    .addContent(
                            setting.pid(),
                            Printed.text(setting.key()),
                            setting.variable() == null ? "" : setting.variable(),
                            Printed.text(setting.value()),
                            Printed.text(setting.origin()));
        }
        table.print(System.out);
    }
}
