package org.ducksoup.plan;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectTexts;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The effects of this server, which come and go with other bundles. Thread-safe. */
@Component(service = EffectsHere.class)
public final class EffectsHere {
    private final List<EffectCatalogue> catalogues = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable EffectTexts texts;

    /** Effects that are there, for use outside a container. */
    public static EffectsHere of(@Nullable EffectTexts texts, List<EffectCatalogue> catalogues) {
        EffectsHere here = new EffectsHere();
        here.texts = texts;
        here.catalogues.addAll(catalogues);
        return here;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCatalogue(EffectCatalogue catalogue) {
        catalogues.add(catalogue);
    }

    void removeCatalogue(EffectCatalogue catalogue) {
        catalogues.remove(catalogue);
    }

    /** No value while no bundle reads texts of effects. */
    Optional<EffectTexts> texts() {
        return Optional.ofNullable(texts);
    }

    List<EffectDescription> effects() {
        return catalogues.stream()
                .flatMap(catalogue -> catalogue.effects().stream())
                .toList();
    }
}
