package org.ducksoup.settings;

import java.util.Map;
import java.util.Objects;
import org.ducksoup.settings.table.SettingsTable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The condition that every configured component waits for. It is registered in the name of the framework: it holds from
 * the first round of settings until the framework stops, so that replacing this bundle restarts no other component.
 */
final class SettingsApplied {
    static final String ID = SettingsTable.PREFIX + "settings";

    /** The class is given by name, because Karaf does not export the package of the framework's own class. */
    private static final String CONDITION = "org.osgi.service.condition.Condition";

    private static final String CONDITION_ID = "osgi.condition.id";

    private final BundleContext framework;

    SettingsApplied(BundleContext context) {
        BundleContext system =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext();
        framework = Objects.requireNonNull(system, "a framework that runs has a context");
    }

    boolean holds() {
        return conditions(ID).length > 0;
    }

    /** The framework registers the condition that is always true with this service object. */
    void declare() {
        if (!holds()) {
            ServiceReference<?>[] always = conditions("true");
            if (always.length == 0) {
                throw new IllegalStateException("The framework is older than OSGi R8: it has no conditions");
            }
            framework.registerService(
                    CONDITION, framework.getService(always[0]), FrameworkUtil.asDictionary(Map.of(CONDITION_ID, ID)));
        }
    }

    private ServiceReference<?>[] conditions(String id) {
        try {
            ServiceReference<?>[] found =
                    framework.getServiceReferences(CONDITION, "(" + CONDITION_ID + "=" + id + ")");
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
