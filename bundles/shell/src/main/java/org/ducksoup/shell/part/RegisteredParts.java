package org.ducksoup.shell.part;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.server.Settings;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The registered parts of each kind, of this server and of labs. */
@Component(service = RegisteredParts.class)
public final class RegisteredParts {
    private static final String RECORDING = "org.ducksoup.recording";
    private static final String CONGESTION = "org.ducksoup.congestion";

    private final BundleContext context;
    private final Settings settings;
    private final AvailableEffects effects;

    @Activate
    public RegisteredParts(BundleContext context, @Reference Settings settings, @Reference AvailableEffects effects) {
        this.context = context;
        this.settings = settings;
        this.effects = effects;
    }

    public List<RegisteredPart> recorders() {
        List<RegisteredPart> all = Registrations.of(services(RecorderFactory.class), "ducksoup.recorder.name");
        return Registrations.used(all, Registrations.namesOf(all, RECORDING), RECORDING, replaceable());
    }

    public List<RegisteredPart> estimators() {
        List<RegisteredPart> all =
                Registrations.of(services(BandwidthEstimatorFactory.class), "ducksoup.estimator.name");
        return Registrations.used(all, Registrations.namesOf(all, CONGESTION), CONGESTION, replaceable());
    }

    /** All observers get all events: none shadows another. */
    public List<RegisteredPart> observers() {
        return Registrations.of(services(InteractionObserver.class), "component.name");
    }

    /** The effects of labs. May block for seconds, as {@link AvailableEffects#all} may. */
    List<RegisteredPart> labEffects() {
        Set<String> builtIn = effects.all().stream()
                .filter(effect -> effect.origin() == EffectDescription.Origin.ELEMENT)
                .map(EffectDescription::name)
                .collect(Collectors.toSet());
        List<RegisteredPart> all = Registrations.of(services(EffectFactory.class), "ducksoup.effect.name");
        return Registrations.used(all, builtIn, "", replaceable());
    }

    /** The estimator that new interactions use. */
    String chosenEstimator() {
        String named = setting("estimator");
        return !named.isEmpty() ? named : setting("gcc").equals("true") ? "gcc" : "loss";
    }

    private Set<String> replaceable() {
        return Arrays.stream(setting("labsMayReplace").split(","))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private String setting(String key) {
        try {
            return settings.all().stream()
                    .filter(one ->
                            one.pid().equals("org.ducksoup.sfu") && one.key().equals(key))
                    .map(SettingInEffect::value)
                    .findFirst()
                    .orElse("");
        } catch (OperationException e) {
            return ""; // without settings the defaults count
        }
    }

    private List<ServiceReference<?>> services(Class<?> type) {
        try {
            // All of them: a lab's bundle that is wired to another version of the package would be left out otherwise.
            ServiceReference<?>[] found = context.getAllServiceReferences(type.getName(), null);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
