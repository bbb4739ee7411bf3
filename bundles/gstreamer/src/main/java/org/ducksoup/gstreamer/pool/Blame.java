package org.ducksoup.gstreamer.pool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which effects may have ended a process. */
final class Blame {
    private Blame() {}

    /**
     * Suspected are the effects of the plug-in that the reason names; otherwise those that were not measured. One that was
     * measured is suspected only where there was no other.
     *
     * @param effects of one medium
     * @param unmeasured effects in the process that were not measured, of all its media
     * @param files of labs' plug-ins, by the names of their elements
     * @param reason as {@link CrashReport} says it
     * @return some of the effects
     */
    static Set<String> suspects(Set<String> effects, Set<String> unmeasured, Map<String, String> files, String reason) {
        Set<String> named = files.keySet().stream()
                .filter(name ->
                        reason.endsWith(" in " + Path.of(files.get(name)).getFileName()))
                .collect(Collectors.toSet());
        Set<String> possible = named.isEmpty() ? unmeasured : named;
        return effects.stream()
                .filter(name -> possible.isEmpty() || possible.contains(name))
                .collect(Collectors.toSet());
    }
}
