package org.ducksoup.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, '', /",
        "/assets/a.js, '', /assets/a.js",
        "/duck/test/mirror/, /duck, /test/mirror/",
        "/a%20b, '', /a b",
        "/%C3%A4, '', /ä",
        "/a..b/.c, '', /a..b/.c"
    })
    void aPlainPathIsDecodedBelowThePrefix(String raw, String prefix, String decoded) {
        assertThat(RequestPath.of(raw, prefix)).contains(new RequestPath(decoded));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "//",
                "//a",
                "/a//b",
                "/.",
                "/..",
                "/../a",
                "/a/../b",
                "/a/.",
                "/%2e%2e/a",
                "/%2E%2e/a",
                "/.%2e/a",
                "/a%2fb",
                "/a%2Fb",
                "/..%2fa",
                "/a%5cb",
                "/a\\b",
                "/..\\a",
                "/a;b",
                "/a%3bb",
                "/%00",
                "/a%0d%0ab",
                "/%7f",
                "/%",
                "/%2",
                "/%zz",
                "/%252e%252e/a",
                "/%c0%ae%c0%ae/a",
                "/%ff"
            })
    void anythingElseIsNoPath(String raw) {
        assertThat(RequestPath.of(raw, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/duck", "/duckx/a", "/Duck/a", "/other/duck/a", "/duck/../a"})
    void whatIsNotBelowThePrefixIsNoPath(String raw) {
        assertThat(RequestPath.of(raw, "/duck")).isEmpty();
    }

    @Test
    void aDirectoryEndsWithASlash() {
        assertThat(new RequestPath("/a/").isDirectory()).isTrue();
        assertThat(new RequestPath("/a").isDirectory()).isFalse();
    }
}
