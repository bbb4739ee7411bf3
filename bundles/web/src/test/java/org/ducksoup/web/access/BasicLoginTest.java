package org.ducksoup.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.ducksoup.web.access.BasicLogin.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicLoginTest {
    private final BasicLogin login = new BasicLogin("anna", "pass:wörd", false);

    @Test
    void theRightLoginIsAllowed() {
        assertThat(login.decide(basic("anna:pass:wörd"))).isEqualTo(Decision.ALLOWED);
        assertThat(login.decide(basic("anna:pass:wörd").replace("Basic", "bAsIc")))
                .isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer x", "Basic YW5uYQ=="})
    void noLoginOrNonsenseIsAskedAgain(String header) {
        assertThat(login.decide(header)).isEqualTo(Decision.LOGIN_NEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna:", "anna:pass", "Anna:pass:wörd", "anna:pass:wörd ", "ducksoup:ducksoup", ":"})
    void aWrongLoginIsAskedAgain(String credentials) {
        assertThat(login.decide(basic(credentials))).isEqualTo(Decision.LOGIN_NEEDED);
    }

    @Test
    void outsideDevelopmentTheDefaultOpensNothing() {
        for (BasicLogin closed : new BasicLogin[] {
            new BasicLogin("ducksoup", "ducksoup", false),
            new BasicLogin("anna", "ducksoup", false),
            new BasicLogin("ducksoup", "secret", false)
        }) {
            assertThat(closed.decide(basic("ducksoup:ducksoup"))).isEqualTo(Decision.CLOSED);
            assertThat(closed.decide(null)).isEqualTo(Decision.CLOSED);
        }
    }

    @Test
    void inDevelopmentTheDefaultWorks() {
        BasicLogin development = new BasicLogin("ducksoup", "ducksoup", true);
        assertThat(development.decide(basic("ducksoup:ducksoup"))).isEqualTo(Decision.ALLOWED);
        assertThat(development.decide(null)).isEqualTo(Decision.LOGIN_NEEDED);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
