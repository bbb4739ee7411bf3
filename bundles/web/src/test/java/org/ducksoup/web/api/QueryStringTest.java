package org.ducksoup.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
    @Test
    void aQueryIsNamesWithValues() {
        assertThat(QueryString.parse(null)).contains(Map.of());
        assertThat(QueryString.parse("")).contains(Map.of());
        assertThat(QueryString.parse("interaction=a%2Fb+c%C3%A9&last=3&changed"))
                .contains(Map.of("interaction", "a/b c\u00e9", "last", "3", "changed", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"last=1&last=2", "=1", "&", "last=%zz", "last=%2"})
    void whatIsMalformedIsNone(String raw) {
        assertThat(QueryString.parse(raw)).isEmpty();
    }
}
