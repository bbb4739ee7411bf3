package org.ducksoup.shell.part;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ducksoup.shell.part.RegisteredPart.Use;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Finds out which of several services of one name is used, by the rule that the server applies: the highest service
 * ranking, between equals the older service, and a name of the server is for its own bundle, unless {@code labsMayReplace}
 * has it.
 */
final class Registrations {
    private static final Comparator<RegisteredPart> PREFERENCE = Comparator.comparing(RegisteredPart::name)
            .thenComparing(Comparator.comparingInt(RegisteredPart::ranking).reversed())
            .thenComparingLong(RegisteredPart::id);

    private Registrations() {}

    /** Every name of some services, in order of their names, the preferred one first. All are said to be used. */
    static List<RegisteredPart> of(Collection<? extends ServiceReference<?>> services, String nameProperty) {
        List<RegisteredPart> parts = new ArrayList<>();
        for (ServiceReference<?> service : services) {
            for (String name : texts(service.getProperty(nameProperty))) {
                parts.add(part(name, service));
            }
        }
        parts.sort(PREFERENCE);
        return parts;
    }

    private static List<String> texts(Object value) {
        if (value instanceof String[] several) {
            return List.of(several);
        }
        return value instanceof String one ? List.of(one) : List.of();
    }

    private static RegisteredPart part(String name, ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return new RegisteredPart(
                name,
                bundle == null ? "" : bundle.getSymbolicName(),
                bundle == null ? "" : bundle.getVersion().toString(),
                service.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                service.getProperty(Constants.SERVICE_ID) instanceof Long id ? id : Long.MAX_VALUE,
                Use.IN_USE);
    }

    /** The names that a bundle has registered. */
    static Set<String> namesOf(List<RegisteredPart> parts, String bundle) {
        Set<String> names = new HashSet<>();
        parts.stream().filter(part -> part.bundle().equals(bundle)).forEach(part -> names.add(part.name()));
        return names;
    }

    /**
     * Says which are used.
     *
     * @param parts in order of names, the preferred one first
     * @param builtIn names that are the server's own
     * @param ownBundle symbolic name of the bundle that may have them
     * @param replaceable those of them that labs' bundles may have too
     */
    static List<RegisteredPart> used(
            List<RegisteredPart> parts, Set<String> builtIn, String ownBundle, Set<String> replaceable) {
        Set<String> taken = new HashSet<>();
        List<RegisteredPart> decided = new ArrayList<>();
        for (RegisteredPart part : parts) {
            boolean allowed = !builtIn.contains(part.name())
                    || replaceable.contains(part.name())
                    || part.bundle().equals(ownBundle);
            Use use = !allowed ? Use.NOT_ALLOWED : taken.add(part.name()) ? Use.IN_USE : Use.SHADOWED;
            decided.add(new RegisteredPart(part.name(), part.bundle(), part.version(), part.ranking(), part.id(), use));
        }
        return decided;
    }
}
