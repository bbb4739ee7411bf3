package org.ducksoup.shell.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.shell.part.RegisteredPart.Use;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** Which of several services of one name is used. */
class RegistrationsTest {
    private static ServiceReference<?> service(String bundle, Object name, int ranking, long id) {
        Map<String, Object> properties = Map.of("name", name, "service.ranking", ranking, "service.id", id);
        Bundle of = fake(Bundle.class, Map.of("getSymbolicName", bundle, "getVersion", new Version(1, 2, 3)), Map.of());
        return fake(ServiceReference.class, Map.of("getBundle", of), properties);
    }

    /** Answers methods without arguments, and {@code getProperty}. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers, Map<String, Object> properties) {
        return type.cast(Proxy.newProxyInstance(
                RegistrationsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> method.getName().equals("getProperty")
                        ? properties.get((String) given[0])
                        : answers.get(method.getName())));
    }

    private static List<RegisteredPart> decided(Set<String> replaceable, ServiceReference<?>... services) {
        List<RegisteredPart> all = Registrations.of(List.of(services), "name");
        return Registrations.used(all, Registrations.namesOf(all, "own"), "own", replaceable);
    }

    @Test
    void everyNameOfAServiceIsAPart() {
        assertThat(decided(Set.of(), service("own", new String[] {"muxed", "free"}, 0, 1)))
                .containsExactly(
                        new RegisteredPart("free", "own", "1.2.3", 0, 1, Use.IN_USE),
                        new RegisteredPart("muxed", "own", "1.2.3", 0, 1, Use.IN_USE));
    }

    @Test
    void theHighestRankingIsUsedAndTheOlderOneOfEquals() {
        assertThat(decided(
                        Set.of(),
                        service("one", "sizes", 0, 7),
                        service("two", "sizes", 5, 9),
                        service("three", "sizes", 0, 3)))
                .extracting(RegisteredPart::bundle, RegisteredPart::use)
                .containsExactly(tuple("two", Use.IN_USE), tuple("three", Use.SHADOWED), tuple("one", Use.SHADOWED));
    }

    @Test
    void aNameOfTheServerIsItsOwnUnlessItMayBeReplaced() {
        ServiceReference<?> own = service("own", "muxed", 0, 1);
        ServiceReference<?> lab = service("lab", "muxed", 9, 2);
        assertThat(decided(Set.of(), own, lab))
                .extracting(RegisteredPart::use)
                .containsExactly(Use.NOT_ALLOWED, Use.IN_USE);
        assertThat(decided(Set.of("muxed"), own, lab))
                .extracting(RegisteredPart::use)
                .containsExactly(Use.IN_USE, Use.SHADOWED);
    }

    @Test
    void whatHasNoNameIsLeftOut() {
        assertThat(decided(Set.of(), service("lab", 7, 0, 1))).isEmpty();
        assertThat(new RegisteredPart("a", "lab", "1.0.0", 3, 8, Use.NOT_ALLOWED).document())
                .containsEntry("use", "not allowed")
                .containsEntry("ranking", 3);
    }
}
