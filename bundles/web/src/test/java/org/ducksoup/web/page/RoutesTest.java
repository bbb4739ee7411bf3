package org.ducksoup.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.ducksoup.web.page.Routes.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final Set<String> FILES =
            Set.of("/assets/scripts/lib/ducksoup.js", "/test/mirror/index.html", "/test/mirror/page.js");

    @ParameterizedTest
    @CsvSource({
        "/test, true",
        "/test/, true",
        "/test/mirror, true",
        "/test/mirror/index.html, true",
        "/stats, true",
        "/stats/x, true",
        "/metrics, true",
        "/metrics/x, true",
        "/health, false",
        "/ready, false",
        "/, false",
        "/assets/scripts/lib/ducksoup.js, false",
        "/assets/test/x, false",
        "/testing, false",
        "/nothing, false"
    })
    void testAndStatisticsPagesAreProtected(String path, boolean isProtected) {
        assertThat(Routes.isProtected(new RequestPath(path))).isEqualTo(isProtected);
    }

    @Test
    void aFileIsItself() {
        assertThat(answer("/test/mirror/page.js")).isEqualTo(new Answer.File("/test/mirror/page.js"));
    }

    @Test
    void aDirectoryIsItsIndex() {
        assertThat(answer("/test/mirror/")).isEqualTo(new Answer.File("/test/mirror/index.html"));
    }

    @Test
    void aDirectoryWithoutItsSlashLeadsToTheOneWith() {
        assertThat(answer("/test/mirror")).isEqualTo(new Answer.Redirect("/test/mirror/"));
    }

    @Test
    void aDirectoryWithoutAnIndexIsNothing() {
        assertThat(answer("/assets/")).isEqualTo(new Answer.Nothing());
        assertThat(answer("/assets/scripts")).isEqualTo(new Answer.Nothing());
        assertThat(answer("/test/mirror/index.html/")).isEqualTo(new Answer.Nothing());
    }

    @Test
    void theRootIsTheStartPage() {
        assertThat(answer("/")).isEqualTo(new Answer.Nothing());
        assertThat(Routes.answer(new RequestPath("/"), "/index.html"::equals))
                .isEqualTo(new Answer.File("/index.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/test/play/effects.json", "/stats/recordings.json"})
    void whatABundleGeneratesComesLaterWhileThatBundleIsAway(String path) {
        assertThat(answer(path)).isEqualTo(new Answer.Later());
        assertThat(Routes.answer(new RequestPath(path), path::equals)).isEqualTo(new Answer.File(path));
    }

    private static Answer answer(String path) {
        return Routes.answer(new RequestPath(path), FILES::contains);
    }
}
