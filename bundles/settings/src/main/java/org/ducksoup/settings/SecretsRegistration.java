package org.ducksoup.settings;

import java.util.Map;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * The registration of {@link Secrets}, in the name of the framework. It lasts until the next version of this bundle has
 * read the settings, so that a component that starts during the update gets its secrets.
 */
final class SecretsRegistration {
    /** Among the plug-ins that may change values, which have 0 to 1000. */
    private static final int RANKING = 600;

    /** A property that only these registrations have. Its value ends one: versions of this bundle share no class. */
    private static final String END = "org.ducksoup.settings.secrets.end";

    private final BundleContext framework;
    private final ServiceRegistration<?> registration;

    private SecretsRegistration(BundleContext framework, Secrets secrets) {
        this.framework = framework;
        registration = framework.registerService(
                ConfigurationPlugin.class.getName(), secrets, FrameworkUtil.asDictionary(properties(() -> {})));
        Runnable end = registration::unregister;
        registration.setProperties(FrameworkUtil.asDictionary(properties(end)));
    }

    static SecretsRegistration of(BundleContext context, Secrets secrets) {
        BundleContext system =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        return new SecretsRegistration(Objects.requireNonNull(system, "a framework that runs has a context"), secrets);
    }

    private static Map<String, Object> properties(Runnable end) {
        return Map.of(ConfigurationPlugin.CM_TARGET, Secrets.pids(), ConfigurationPlugin.CM_RANKING, RANKING, END, end);
    }

    /** Ends the registrations of earlier versions. */
    void replaceEarlier() {
        for (ServiceReference<?> earlier : all()) {
            if (!earlier.equals(registration.getReference()) && earlier.getProperty(END) instanceof Runnable end) {
                end.run();
            }
        }
    }

    private ServiceReference<?>[] all() {
        try {
            ServiceReference<?>[] found =
                    framework.getAllServiceReferences(ConfigurationPlugin.class.getName(), "(" + END + "=*)");
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
