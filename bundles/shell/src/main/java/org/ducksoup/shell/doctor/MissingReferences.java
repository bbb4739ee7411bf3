package org.ducksoup.shell.doctor;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Why components of Declarative Services do not run: the chain of missing references, down to its cause. */
final class MissingReferences {
    private static final String OURS = "org.ducksoup.";

    /**
     * A component and its state.
     *
     * @param configurations none if the component is disabled, or if its configuration is missing
     */
    record Component(ComponentDescriptionDTO description, Collection<ComponentConfigurationDTO> configurations) {
        private boolean isRunning() {
            return configurations.stream()
                    .anyMatch(one -> one.state == ComponentConfigurationDTO.ACTIVE
                            || one.state == ComponentConfigurationDTO.SATISFIED);
        }

        private boolean provides(String service) {
            return List.of(description.serviceInterfaces).contains(service);
        }
    }

    private final List<Component> components;

    MissingReferences(Collection<Component> components) {
        this.components = List.copyOf(components);
    }

    /** A sentence for each component that does not run, in the order of their names. */
    List<String> sentences() {
        Set<String> sentences = new TreeSet<>();
        for (Component component : components) {
            if (!component.isRunning()) {
                sentences.add(shortName(component) + " " + reason(component, Set.of()));
            }
        }
        return List.copyOf(sentences);
    }

    /** @param path the components before it in the chain */
    private String reason(Component component, Set<String> path) {
        if (path.contains(component.description.name)) {
            return "waits for itself";
        }
        Set<String> longer = new TreeSet<>(path);
        longer.add(component.description.name);
        for (ComponentConfigurationDTO configuration : component.configurations) {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                return "failed: "
                        + String.valueOf(configuration.failure)
                                .lines()
                                .findFirst()
                                .orElse("");
            }
            // One chain says enough: most of the missing references of a component have the same cause.
            if (configuration.unsatisfiedReferences.length > 0) {
                return "lacks " + missing(component, configuration.unsatisfiedReferences[0], longer);
            }
        }
        return "has no configuration " + String.join(", ", component.description.configurationPid);
    }

    private String missing(Component component, UnsatisfiedReferenceDTO missing, Set<String> path) {
        String service = service(component.description, missing.name);
        String wanted = simple(service) + (missing.target == null ? "" : " " + missing.target);
        return components.stream()
                .filter(other -> other.provides(service) && !other.isRunning())
                .findFirst()
                .map(other -> wanted + ", because " + shortName(other) + " " + reason(other, path))
                .orElse(wanted + ", which no bundle provides");
    }

    private static String service(ComponentDescriptionDTO description, String reference) {
        for (ReferenceDTO each : description.references) {
            if (each.name.equals(reference)) {
                return each.interfaceName;
            }
        }
        return reference;
    }

    private static String shortName(Component component) {
        String name = component.description.name;
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
