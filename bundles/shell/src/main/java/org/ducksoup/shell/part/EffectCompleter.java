package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Names of effects that can be used. */
@Service
public final class EffectCompleter extends NameCompleter {
    @Reference
    private @Nullable AvailableEffects effects;

    @Override
    protected List<String> names(String[] typed) {
        return set(effects).all().stream()
                .map(EffectDescription::name)
                .distinct()
                .toList();
    }
}
