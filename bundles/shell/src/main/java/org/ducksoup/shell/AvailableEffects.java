package org.ducksoup.shell;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The effects of all catalogues, as one list. */
@Component(service = AvailableEffects.class)
public final class AvailableEffects {
    private final List<EffectCatalogue> catalogues = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    public void add(EffectCatalogue catalogue) {
        catalogues.add(catalogue);
    }

    public void remove(EffectCatalogue catalogue) {
        catalogues.remove(catalogue);
    }

    /**
     * Every effect that can be used now: presets first, then effects of labs, then elements, each sorted by name. May
     * block for seconds.
     */
    public List<EffectDescription> all() {
        return catalogues.stream()
                .flatMap(catalogue -> catalogue.effects().stream())
                .sorted(Comparator.comparing(AvailableEffects::rank).thenComparing(EffectDescription::name))
                .toList();
    }

    private static int rank(EffectDescription effect) {
        return switch (effect.origin()) {
            case PRESET -> 0;
            case LAB -> 1;
            case ELEMENT -> 2;
        };
    }

    /** Sentences about effects that do not work. */
    public List<String> problems() {
        return catalogues.stream()
                .flatMap(catalogue -> catalogue.problems().stream())
                .toList();
    }
}
