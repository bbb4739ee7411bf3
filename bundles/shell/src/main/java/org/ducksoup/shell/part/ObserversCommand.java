package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code ducksoup:observers}. */
@Service
@Command(
        scope = "ducksoup",
        name = "observers",
        description = "Lists the observers, which get every event of every interaction.")
public final class ObserversCommand extends PartsCommand {
    @Override
    List<RegisteredPart> of(RegisteredParts parts) {
        return parts.observers();
    }
}
