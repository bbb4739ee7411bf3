package org.ducksoup.signaling;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        entry("maxPixelsPerSecond", 124_416_000L),
                        entry("maxMessagesPerSecond", 200),
                        entry("messageBurst", 400),
                        entry("maxIgnoredMessages", 50),
                        entry("joinTokenSecret", ""),
                        entry("joinTokenPublicKey", "")));
    }

    @Test
    void becomesLimits() {
        SignalingConfiguration configuration = Configurations.defaults();
        assertThat(SessionLimits.of(configuration)).isEqualTo(new SessionLimits(Duration.ofSeconds(10), 200, 400, 50));
        assertThat(JoinLimits.of(configuration))
                .isEqualTo(new JoinLimits(Duration.ofMinutes(20), 8, 3840, 3840, 60, 124_416_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "joinTimeoutSeconds, 0, 1 to 600",
        "maxDurationSeconds, 90000, 1 to 86400",
        "maxSize, 0, 1 to 100",
        "maxWidth, 15, 16 to 16384",
        "maxHeight, 20000, 16 to 16384",
        "maxFrameRate, 1001, 1 to 1000",
        "maxMessagesPerSecond, 0, 1 to 100000",
        "messageBurst, -1, 1 to 100000",
        "maxIgnoredMessages, 0, 1 to 10000"
    })
    void refusesAWrongValueWithASentence(String key, int value, String allowed) {
        SignalingConfiguration configuration = Configurations.with(Map.of(key, value));
        assertThatThrownBy(() -> new SignalingEndpoint(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.ducksoup.signaling " + key + " is " + value + "; allowed: " + allowed);
    }
}
