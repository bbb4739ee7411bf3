package org.ducksoup.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.ducksoup.web.access.AllowedOrigins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersAndOriginsTest {
    private static final List<String> ORIGINS = List.of("https://lab.example", "http://localhost:8100");

    private final AllowedOrigins origins = new AllowedOrigins(ORIGINS);

    @ParameterizedTest
    @ValueSource(strings = {"https://lab.example", "http://localhost:8100"})
    void aListedOriginIsAllowed(String origin) {
        assertThat(origins.contains(origin)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "*",
                "http://lab.example",
                "https://lab.example:443",
                "https://lab.example/",
                "https://lab.example.evil.example",
                "https://evil.example",
                "https://Lab.example",
                "http://localhost",
                "http://localhost:8100 "
            })
    void anyOtherIsNot(String origin) {
        assertThat(origins.contains(origin)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/index.html, text/html;charset=utf-8",
        "/a/b.JS, text/javascript;charset=utf-8",
        "/a.map, application/json",
        "/a.svg, image/svg+xml",
        "/noextension, application/octet-stream",
        "/a.exe, application/octet-stream"
    })
    void theTypeFollowsTheExtension(String path, String type) {
        assertThat(ResponseHeaders.contentType(path)).isEqualTo(type);
    }

    @Test
    void pagesHaveAStrictPolicyAndStayOnTheirOrigin() {
        Map<String, String> headers = ResponseHeaders.file("/test/mirror/index.html", ORIGINS);
        assertThat(headers)
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsEntry("Cache-Control", "no-cache")
                .doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(headers.get("Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .endsWith("frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http");
    }

    @Test
    void onlyTheCheckBeforeACallMayBeFramedAndOnlyByListedOrigins() {
        assertThat(ResponseHeaders.file("/test/preflight/index.html", ORIGINS).get("Content-Security-Policy"))
                .endsWith("; frame-ancestors 'self' https://lab.example http://localhost:8100");
        assertThat(ResponseHeaders.file("/test/preflight/index.html", List.of()).get("Content-Security-Policy"))
                .endsWith("; frame-ancestors 'self'");
    }

    @Test
    void assetsMayBeLoadedByPagesOfOtherOrigins() {
        assertThat(ResponseHeaders.file("/assets/scripts/lib/ducksoup.js", ORIGINS))
                .containsEntry("Access-Control-Allow-Origin", "*")
                .containsEntry("Cross-Origin-Resource-Policy", "cross-origin")
                .containsEntry("Cache-Control", "no-cache");
    }

    @Test
    void everythingIsProtectedFromSniffing() {
        assertThat(ResponseHeaders.always())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Permissions-Policy", "camera=(self), microphone=(self)")
                .containsKey("Referrer-Policy");
    }

    @Test
    void anEtagNamesTheBytes() {
        WebResource.Content content = WebResource.Content.of("a".getBytes(StandardCharsets.UTF_8));
        assertThat(content.etag()).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(WebResource.Content.of("b".getBytes(StandardCharsets.UTF_8)).etag())
                .isNotEqualTo(content.etag());
        assertThat(content.isNamedIn(content.etag())).isTrue();
        assertThat(content.isNamedIn("\"x\", W/" + content.etag())).isTrue();
        assertThat(content.isNamedIn("*")).isTrue();
        assertThat(content.isNamedIn("\"x\"")).isFalse();
        assertThat(content.isNamedIn(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0.0.0.0, 8100, '', http://localhost:8100/test/mirror/",
        "true, localhost, 443, '', https://localhost:443/test/mirror/",
        "false, 127.0.0.1, 80, /duck, http://localhost:80/duck/test/mirror/",
        "false, 192.0.2.7, 8100, '', http://192.0.2.7:8100/test/mirror/",
        "false, 2001:db8::7, 8100, '', http://[2001:db8::7]:8100/test/mirror/"
    })
    void theReadyLineNamesAnAddressThatWorks(boolean secure, String address, int port, String prefix, String page) {
        assertThat(new WebAddress(secure, address, port, prefix).page("/test/mirror/"))
                .isEqualTo(page);
    }
}
