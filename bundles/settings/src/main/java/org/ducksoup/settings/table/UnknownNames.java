package org.ducksoup.settings.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds names in the inputs that no setting has. They are warnings: a setting of a newer version does not stop an older
 * server.
 */
final class UnknownNames {
    private final List<String> warnings = new ArrayList<>();

    private UnknownNames() {}

    static List<String> warnings(Inputs inputs) {
        UnknownNames names = new UnknownNames();
        SortedSet<String> variables = new TreeSet<>(inputs.environment().keySet());
        variables.addAll(inputs.dotEnv().keySet());
        names.checkVariables(variables);
        new TreeMap<>(inputs.etc()).forEach(names::checkFile);
        names.checkYaml(new TreeSet<>(inputs.yaml().keySet()));
        return List.copyOf(names.warnings);
    }

    private void checkVariables(SortedSet<String> given) {
        List<String> known = SettingsTable.ALL.stream()
                .flatMap(setting ->
                        Stream.of(setting.variable(), setting.laterVariable()).filter(Objects::nonNull))
                .toList();
        given.stream()
                .filter(name -> name.startsWith("DUCKSOUP_"))
                .filter(name -> !SettingsTable.OF_THE_LAUNCHER.contains(name))
                .forEach(name -> check("The variable " + name, name, known));
    }

    private void checkFile(String pid, Map<String, String> keys) {
        if (!SettingsTable.PIDS.contains(pid)) {
            check("The file " + Origin.etc(pid).place(), pid, List.copyOf(SettingsTable.PIDS));
            return;
        }
        if (pid.equals(SettingsTable.EFFECTS)) {
            return;
        }
        List<String> known = SettingsTable.ALL.stream()
                .filter(setting -> setting.pid().equals(pid))
                .map(Setting::key)
                .toList();
        new TreeSet<>(keys.keySet())
                .forEach(
                        key -> check("The key " + key + " in " + Origin.etc(pid).place(), key, known));
    }

    private void checkYaml(SortedSet<String> given) {
        List<String> known = Stream.concat(
                        SettingsTable.ALL.stream().flatMap(setting -> Stream.ofNullable(setting.yaml())),
                        PipelineTexts.keys().keySet().stream())
                .toList();
        given.stream()
                .filter(place -> !PipelineTexts.isProperty(place))
                .forEach(place -> check("The key " + place + " in config", place, known));
    }

    private void check(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            warnings.add(what + " is unknown and has no effect; the nearest known one is " + NearestName.of(name, known)
                    + ".");
        }
    }
}
