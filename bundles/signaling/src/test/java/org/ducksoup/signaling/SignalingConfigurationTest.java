package org.ducksoup.signaling;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.signaling.message.JoinLimits;
import org.junit.jupiter.api.Test;

class SignalingConfigurationTest {
    @Test
    void hasTheKeysAndDefaultsOfTheDocumentation() {
        Map<String, Object> defaults = Arrays.stream(SignalingConfiguration.class.getDeclaredMethods())
                .collect(Collectors.toMap(method -> method.getName(), method -> method.getDefaultValue()));
        assertThat(defaults)
                .isEqualTo(Map.ofEntries(
                        entry("joinTimeoutSeconds", 10),
                        entry("maxDurationSeconds", 1200),
                        entry("maxSize", 8),
                        entry("maxWidth", 3840),
                        entry("maxHeight", 3840),
                        entry("maxFrameRate", 60),
                        entry("maxPixelsPerSecond", 124_416_000),
                        entry("maxMessagesPerSecond", 200),
                        entry("messageBurst", 400),
                        entry("maxIgnoredMessages", 50),
                        entry("maxLogBytesPerSecond", 16_384),
                        entry("clustered", false),
                        entry("joinTokenSecret", ""),
                        entry("joinTokenPublicKey", "")));
    }

    @Test
    void becomesLimits() {
        SignalingConfiguration configuration = Configurations.defaults();
        assertThat(ConfiguredLimits.session(configuration))
                .isEqualTo(new SessionLimits(Duration.ofSeconds(10), 200, 400, 50, 16_384));
        assertThat(ConfiguredLimits.joins(configuration))
                .isEqualTo(new JoinLimits(Duration.ofMinutes(20), 8, 3840, 3840, 60, 124_416_000L));
    }
}
