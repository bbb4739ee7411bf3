package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ducksoup:recorders}. */
@Service
@Command(
        scope = "ducksoup",
        name = "recorders",
        description = "Lists the recorders by recording mode, and which one is used.")
public final class RecordersCommand extends PartsCommand {
    @Override
    List<RegisteredPart> of(RegisteredParts parts) {
        return parts.recorders();
    }
}
