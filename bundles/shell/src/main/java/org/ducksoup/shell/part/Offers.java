package org.ducksoup.shell.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.part.Deployment.Offer;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What the components of a lab's bundle offer to pages and settings. */
final class Offers {
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "effect",
                    "org.ducksoup.api.effect.EffectFactory",
                    "ducksoup.effect.name",
                    "EffectName",
                    "audioFx or videoFx \"%s\""),
            new Kind(
                    "recorder",
                    "org.ducksoup.api.recording.RecorderFactory",
                    "ducksoup.recorder.name",
                    "RecorderName",
                    "recordingMode \"%s\""),
            new Kind(
                    "estimator",
                    "org.ducksoup.api.congestion.BandwidthEstimatorFactory",
                    "ducksoup.estimator.name",
                    "EstimatorName",
                    "estimator = %s in etc/org.ducksoup.sfu.cfg"));
    private static final String OBSERVER = "org.ducksoup.api.interaction.InteractionObserver";

    private Offers() {}

    /** @param hint with the name in it, says how it is used */
    private record Kind(String name, String service, String property, String annotation, String hint) {}

    /**
     * Reads the descriptions of a bundle's components.
     *
     * @throws OperationException if there is nothing that this server would use
     */
    static List<Offer> of(Collection<ComponentDescriptionDTO> components) throws OperationException {
        List<Offer> offers = new ArrayList<>();
        for (ComponentDescriptionDTO component : components) {
            List<String> services = Arrays.asList(component.serviceInterfaces);
            for (Kind kind : KINDS) {
                if (services.contains(kind.service())) {
                    offers.addAll(named(kind, component));
                }
            }
            if (services.contains(OBSERVER)) {
                String hint = isWaitingForConfiguration(component)
                        ? "is told of every event while there is an etc/" + component.configurationPid[0] + ".cfg"
                        : "is told of every event";
                offers.add(new Offer("observer", component.name, hint));
            }
        }
        if (offers.isEmpty()) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "jar",
                    "nothing in it is for this server: a class needs @Component and has to implement EffectFactory,"
                            + " RecorderFactory, BandwidthEstimatorFactory or InteractionObserver");
        }
        return offers;
    }

    private static boolean isWaitingForConfiguration(ComponentDescriptionDTO component) {
        return "require".equals(component.configurationPolicy) && component.configurationPid.length > 0;
    }

    private static List<Offer> named(Kind kind, ComponentDescriptionDTO component) throws OperationException {
        List<String> names = new ArrayList<>();
        if (component.properties.get(kind.property()) instanceof String[] several) {
            names.addAll(Arrays.asList(several));
        } else if (component.properties.get(kind.property()) instanceof String one) {
            names.add(one);
        }
        names.removeIf(String::isBlank);
        if (names.isEmpty()) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "jar",
                    component.implementationClass + " is an " + kind.name()
                            + " without a name, so nobody can ask for it:" + " annotate the class with @"
                            + kind.annotation() + "(\"a-name\")");
        }
        for (String each : names) {
            if (kind.name().equals("effect") && !each.matches(EffectName.WRITABLE)) {
                throw new OperationException(
                        OperationException.Cause.BAD_VALUE,
                        "jar",
                        "no page can ask for the effect \"" + each
                                + "\": a name is a letter, and then letters, digits, - and _");
            }
        }
        return names.stream()
                .map(name -> new Offer(kind.name(), name, kind.hint().formatted(name)))
                .toList();
    }
}
