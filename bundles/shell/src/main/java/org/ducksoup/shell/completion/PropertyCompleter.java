package org.ducksoup.shell.completion;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.study.Proposals;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Properties of the effect that was typed before. */
@Service
public final class PropertyCompleter extends NameCompleter {
    @Reference
    private @Nullable SupervisedStudy study;

    @Reference
    private @Nullable AvailableEffects effects;

    @Override
    protected List<String> names(String[] typed) {
        return Proposals.properties(
                set(study).interactions(),
                argument(typed, 1),
                argument(typed, 2),
                argument(typed, 3),
                set(effects).all());
    }
}
