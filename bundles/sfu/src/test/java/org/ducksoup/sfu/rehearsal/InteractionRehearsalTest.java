package org.ducksoup.sfu.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ducksoup.sfu.Defaults;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of stand-ins. A change of interactions that they do not follow would make the first joins slow, and nobody would notice. */
class InteractionRehearsalTest {
    /** There is room for one call at a time, so each of them ends. */
    @Test
    void standInsGoThroughWholeCallsAndLeaveNothing(@TempDir Path data) throws Exception {
        SfuConfiguration configuration =
                Defaults.of(SfuConfiguration.class, Map.of("dataDirectory", data.toString(), "maxParticipants", 2));
        InteractionRehearsal.rehearse(configuration, 3);
        try (var left = Files.list(data)) {
            assertThat(left).isEmpty();
        }
    }
}
