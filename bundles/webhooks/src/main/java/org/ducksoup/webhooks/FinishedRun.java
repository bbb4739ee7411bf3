package org.ducksoup.webhooks;

import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent.Scope;

/**
 * A run whose files are complete.
 *
 * @param scope of its end
 * @param id 12 hexadecimal digits
 * @param directory below the data directory
 * @param files of sound and pictures, relative to it
 */
record FinishedRun(Scope scope, String id, String directory, List<String> files) {
    FinishedRun {
        files = List.copyOf(files);
    }
}
