package org.ducksoup.api.operation;

import java.util.List;

/**
 * What was done to a run that a crash had left unfinished.
 *
 * @param directory relative to the data directory, with {@code /} on every system; absolute if it is elsewhere
 * @param completed files that were completed, relative to the run's directory
 * @param wholeCount number of files that needed no completion
 * @param problems one sentence for each file that could not be completed
 */
public record SalvagedRun(String directory, List<String> completed, int wholeCount, List<String> problems) {
    public SalvagedRun {
        completed = List.copyOf(completed);
        problems = List.copyOf(problems);
    }
}
