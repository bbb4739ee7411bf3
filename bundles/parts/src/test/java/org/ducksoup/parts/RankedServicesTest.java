package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ducksoup.parts.RankedServices.Offer;
import org.junit.jupiter.api.Test;

class RankedServicesTest {
    private final List<String> log = new ArrayList<>();
    private final RankedServices<String> services =
            new RankedServices<>("recorder", "org.ducksoup.recording", name -> name.equals("muxed"), log::add);

    private void add(String name, String service, String bundle, int ranking, long id) {
        services.add(name, new Offer<>(service, bundle + " 1.0.0", ranking, id));
    }

    @Test
    void theHighestRankingDecidesAndTheOtherOneIsBackWhenItGoes() {
        add("sizes", "first", "org.example.one", 0, 1);
        add("sizes", "second", "org.example.two", 5, 2);
        assertThat(log).singleElement().asString().contains("sizes", "org.example.one 1.0.0", "org.example.two 1.0.0");
        add("sizes", "third", "org.example.three", -1, 0);
        assertThat(services.named("sizes")).isEqualTo("second");
        assertThat(services.bundleOf("sizes")).isEqualTo("org.example.two 1.0.0");
        assertThat(services.remove("sizes", "second")).isTrue();
        assertThat(services.named("sizes")).isEqualTo("first");
        assertThat(services.remove("sizes", "third"))
                .as("one that was not in use")
                .isFalse();
        assertThat(services.remove("sizes", "first")).isTrue();
        assertThat(services.named("sizes")).isNull();
        assertThat(services.names()).isEmpty();
        assertThat(services.remove("sizes", "first")).isFalse();
    }

    @Test
    void betweenEqualsTheOlderServiceIsUsed() {
        add("sizes", "newer", "org.example.one", 0, 9);
        add("sizes", "older", "org.example.two", 0, 3);
        assertThat(services.named("sizes")).isEqualTo("older");
    }

    @Test
    void aLabTakesNoNameOfTheServerUnlessItMay() {
        add("muxed", "lab", "org.example.lab", 100, 2);
        assertThat(services.named("muxed"))
                .as("not even while the server's own one is replaced")
                .isNull();
        assertThat(services.names()).isEmpty();
        assertThat(log).singleElement().asString().contains("muxed", "org.example.lab 1.0.0", "labsMayReplace");
        add("muxed", "own", "org.ducksoup.recording", 0, 1);
        assertThat(services.named("muxed")).isEqualTo("own");
        services.letReplace(Set.of("muxed"));
        assertThat(services.named("muxed")).isEqualTo("lab");
        services.letReplace(Set.of());
        assertThat(services.named("muxed")).isEqualTo("own");
    }

    @Test
    void namesOfTheServerMayBeKnownLater() {
        add("pitch", "lab", "org.example.lab", 0, 1);
        assertThat(services.named("pitch")).isEqualTo("lab");
        services.reserve(name -> name.equals("pitch"));
        assertThat(services.named("pitch")).isNull();
    }
}
