package org.ducksoup.gstreamer.lab;

import java.util.List;
import java.util.Optional;

/** The versions of a medium's effects of labs that failed too often; other versions get another chance. Not thread-safe. */
public final class FailedVersions {
    private final LabEffects labs;
    private final List<String> effects;
    private List<Integer> tried = List.of();
    private List<Integer> failed = List.of();

    /** @param effects names of all effects of the medium, in their order */
    public FailedVersions(LabEffects labs, List<String> effects) {
        this.labs = labs;
        this.effects = List.copyOf(effects);
    }

    /**
     * Gives up the versions that the last attempt was made with. Others may be there by now, or none.
     *
     * @return false if no effect is of a lab: then there is nothing to wait for
     */
    public boolean giveUp() {
        failed = tried;
        return !failed.isEmpty();
    }

    /** Whether the versions that are there now were given up. */
    public boolean areThere() {
        return !failed.isEmpty() && failed.equals(present());
    }

    /** An attempt begins, with the versions that are there now. Returns whether others had been given up. */
    public boolean begin() {
        boolean some = !failed.isEmpty();
        failed = List.of();
        tried = present();
        return some;
    }

    private List<Integer> present() {
        return effects.stream().map(labs::version).flatMap(Optional::stream).toList();
    }
}
