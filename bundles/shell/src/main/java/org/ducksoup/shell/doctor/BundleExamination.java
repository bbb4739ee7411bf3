package org.ducksoup.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Bundles that are not active, and components that do not run. */
final class BundleExamination implements Examination {
    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    BundleExamination(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Override
    public String area() {
        return "bundles";
    }

    @Override
    public List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>();
        Bundle[] bundles = context.getBundles();
        for (Bundle bundle : bundles) {
            if (bundle.getState() != Bundle.ACTIVE && !isFragment(bundle) && !isLazy(bundle)) {
                found.add(Diagnosis.error(
                        area(),
                        bundle.getSymbolicName() + " " + bundle.getVersion() + " is " + state(bundle) + ".",
                        "bundle:diag " + bundle.getBundleId() + " says why; bundle:start " + bundle.getBundleId()
                                + " tries again."));
            }
        }
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(area(), bundles.length + " bundles are active."));
        }
        List<String> waiting = new MissingReferences(components()).sentences();
        waiting.forEach(sentence -> found.add(Diagnosis.error(
                "components",
                sentence + ".",
                "Install or start the bundle that is named last, or set what it lacks; scr:info shows everything.")));
        if (waiting.isEmpty()) {
            found.add(Diagnosis.ok("components", "Every component has what it needs."));
        }
        return found;
    }

    private List<MissingReferences.Component> components() {
        List<MissingReferences.Component> components = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            if (runtime.isComponentEnabled(description)) {
                components.add(new MissingReferences.Component(
                        description, runtime.getComponentConfigurationDTOs(description)));
            }
        }
        return components;
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    /** Such a bundle starts when its first class is needed. */
    private static boolean isLazy(Bundle bundle) {
        return bundle.getState() == Bundle.STARTING
                && bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> "installed and lacks a dependency";
            case Bundle.RESOLVED -> "resolved and not started";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "uninstalled";
        };
    }
}
