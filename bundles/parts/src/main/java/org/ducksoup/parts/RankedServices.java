package org.ducksoup.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/**
 * Services that have names, of this server and of labs' bundles. Where several have one name, the highest service ranking
 * decides, and between equals the older service; a warning names both bundles. When the service in use goes, the next one
 * takes its place. A name of this server is only for its own bundle, unless the operator allows that it is replaced.
 * Thread-safe.
 *
 * @param <S> the service
 */
public final class RankedServices<S> {
    /** In the order in which OSGi prefers services. */
    private static final Comparator<Offer<?>> PREFERENCE =
            Comparator.<Offer<?>>comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::id);

    private final String kind;
    private final String ownBundle;
    private final Consumer<String> log;
    private final Map<String, List<Offer<S>>> offers = new TreeMap<>();
    private Predicate<String> builtIn;
    private Set<String> replaceable = Set.of();

    /**
     * One service under one name.
     *
     * @param bundle symbolic name and version of the bundle that the service comes from
     */
    record Offer<S>(S service, String bundle, int ranking, long id) {}

    /**
     * @param kind of the services, for the log: {@code recorder}
     * @param ownBundle symbolic name of the bundle that has the names of this server
     * @param builtIn whether a name is one of this server's
     * @param log gets a sentence when it is not obvious which service is used
     */
    public RankedServices(String kind, String ownBundle, Predicate<String> builtIn, Consumer<String> log) {
        this.kind = kind;
        this.ownBundle = ownBundle;
        this.builtIn = builtIn;
        this.log = log;
    }

    /** Changes which names are this server's own. */
    public synchronized void reserve(Predicate<String> newBuiltIn) {
        builtIn = newBuiltIn;
        offers.forEach((name, all) -> all.forEach(offer -> warnIfRefused(name, offer)));
    }

    /** Sets the names of this server that labs' bundles may replace. */
    public synchronized void letReplace(Set<String> names) {
        replaceable = Set.copyOf(names);
    }

    /** @param properties of the service */
    public void add(String name, S service, Map<String, Object> properties) {
        add(name, offer(service, properties));
    }

    /** A service of a program that is no container. */
    public void add(String name, S service) {
        add(name, new Offer<>(service, "", 0, Long.MAX_VALUE));
    }

    synchronized void add(String name, Offer<S> added) {
        Offer<S> before = used(name);
        List<Offer<S>> all = offers.computeIfAbsent(name, unused -> new ArrayList<>());
        all.add(added);
        all.sort(PREFERENCE);
        if (!warnIfRefused(name, added) && before != null) {
            Offer<S> now = used(name);
            log.accept(
                    "two bundles have a " + kind + " named " + name + ": " + before.bundle() + " and " + added.bundle()
                            + "; that of " + (now == null ? before : now).bundle()
                            + " is used, because its service ranking is higher, or it was there first");
        }
    }

    private boolean warnIfRefused(String name, Offer<S> offer) {
        boolean refused = !isAllowed(name, offer);
        if (refused) {
            log.accept("the " + kind + " named " + name + " of the bundle " + offer.bundle() + " is not used, because "
                    + ownBundle + " has that name; labsMayReplace in etc/org.ducksoup.sfu.cfg allows it");
        }
        return refused;
    }

    /** Takes a service away. Returns whether it was the one in use. */
    public synchronized boolean remove(String name, S service) {
        Offer<S> before = used(name);
        List<Offer<S>> all = offers.getOrDefault(name, new ArrayList<>());
        all.removeIf(offer -> offer.service() == service);
        if (all.isEmpty()) {
            offers.remove(name);
        }
        Offer<S> now = used(name);
        if (Objects.equals(before, now)) {
            return false;
        }
        if (now != null) {
            log.accept("the " + kind + " named " + name + " is that of " + now.bundle() + " from now on");
        }
        return true;
    }

    /** The service of this name; null while there is none. */
    public synchronized @Nullable S named(String name) {
        Offer<S> used = used(name);
        return used == null ? null : used.service();
    }

    /** The bundle of the service of this name, with its version; null while there is none. */
    public synchronized @Nullable String bundleOf(String name) {
        Offer<S> used = used(name);
        return used == null ? null : used.bundle();
    }

    /** The names of the services that can be used. */
    public synchronized Set<String> names() {
        Set<String> names = new TreeSet<>(offers.keySet());
        names.removeIf(name -> used(name) == null);
        return names;
    }

    private @Nullable Offer<S> used(String name) {
        for (Offer<S> offer : offers.getOrDefault(name, List.of())) {
            if (isAllowed(name, offer)) {
                return offer;
            }
        }
        return null;
    }

    private boolean isAllowed(String name, Offer<S> offer) {
        return !builtIn.test(name) || replaceable.contains(name) || isOwn(offer.bundle());
    }

    /** Outside a container all services are this server's own. */
    private boolean isOwn(String bundle) {
        return bundle.isEmpty() || bundle.startsWith(ownBundle + " ");
    }

    private static <S> Offer<S> offer(S service, Map<String, Object> properties) {
        Bundle bundle = FrameworkUtil.getBundle(service.getClass());
        return new Offer<>(
                service,
                bundle == null ? "" : bundle.getSymbolicName() + " " + bundle.getVersion(),
                properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                properties.get(Constants.SERVICE_ID) instanceof Long id ? id : Long.MAX_VALUE);
    }
}
