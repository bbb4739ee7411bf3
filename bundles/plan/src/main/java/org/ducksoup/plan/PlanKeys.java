package org.ducksoup.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.ducksoup.plan.assignment.ConditionCodes;
import org.ducksoup.plan.model.Plan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the key to a plan's codes as soon as the plan is read: whoever makes join tokens needs the codes before anybody joins. For
 * one thread at a time; blocks for the disk.
 */
final class PlanKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlanKeys.class);

    private final ConditionCodes codes;
    private final Path directory;
    /** Versions of plans, by their checksums. */
    private final Set<String> made = new HashSet<>();

    private final Set<String> failed = new HashSet<>();

    /** @param directory of the keys */
    PlanKeys(ConditionCodes codes, Path directory) {
        this.codes = codes;
        this.directory = directory;
    }

    /** Does nothing if the key of this version is there. A disk that fails is asked again the next time. */
    void make(Plan plan) {
        String version = plan.name() + " " + plan.sha256();
        if (made.contains(version)) {
            return;
        }
        Path file = directory.resolve(plan.name() + ".key.csv").toAbsolutePath();
        try {
            int count = codes.of(plan).size();
            made.add(version);
            failed.remove(version);
            LOGGER.info("the codes of the {} conditions of plan {} are in {}", count, plan.name(), file);
        } catch (IOException e) {
            if (failed.add(version)) {
                LOGGER.error(
                        "the codes of plan {} cannot be written to {}, so nobody can join it: {}; set"
                                + " DUCKSOUP_PLANS_STATE_DIR to a directory that this server may write to",
                        plan.name(),
                        file,
                        e.toString());
            }
        }
    }
}
