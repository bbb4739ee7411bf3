package org.ducksoup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.ducksoup.parts.RateLimited;
import org.junit.jupiter.api.Test;

class WebConfigurationTest {

    /** Not keys of the file: they follow from the mode, from whether there is a certificate, and from the cluster. */
    private static final Set<String> DERIVED = Set.of("development", "secure", "clustered");

    @Test
    void theKeysAndDefaultsAreThoseOfTheFile() throws IOException {
        String file = Files.readString(Path.of("../../config/" + WebConfiguration.PID + ".cfg"));
        for (Method key : WebConfiguration.class.getDeclaredMethods()) {
            if (DERIVED.contains(key.getName())) {
                continue;
            }
            var line = Pattern.compile("^#" + key.getName() + " = (.*)$", Pattern.MULTILINE)
                    .matcher(file);
            assertThat(line.find()).as(key.getName()).isTrue();
            if (!(key.getDefaultValue() instanceof String[]) && !"".equals(key.getDefaultValue())) {
                assertThat(String.valueOf(key.getDefaultValue())).isEqualTo(line.group(1));
            }
        }
    }

    @Test
    void strangersCannotFillTheLog() {
        long[] nanos = {-7};
        RateLimited log = new RateLimited(Duration.ofSeconds(10), () -> nanos[0]);
        List<Long> suppressed = new ArrayList<>();
        for (int second = 0; second < 25; second++) {
            log.run(suppressed::add);
            nanos[0] += Duration.ofSeconds(1).toNanos();
        }
        assertThat(suppressed).containsExactly(0L, 9L, 9L);
    }
}
