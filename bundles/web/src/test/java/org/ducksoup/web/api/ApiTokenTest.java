package org.ducksoup.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenTest {
    private static final String TOKEN = "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6";

    private final ApiToken token = new ApiToken(TOKEN);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer  " + TOKEN + " "})
    void theTokenFits(String header) {
        assertThat(token.fits(header)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Bearer ", TOKEN, "Basic " + TOKEN, "Bearer " + TOKEN + "x", "Bearer x"})
    void nothingElseDoes(String header) {
        assertThat(token.fits(header)).isFalse();
    }

    @Test
    void withoutATokenNothingFits() {
        ApiToken none = new ApiToken("");
        assertThat(none.isClosed()).isTrue();
        assertThat(none.fits("Bearer ")).isFalse();
    }
}
