package org.ducksoup.shell.completion;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.shell.study.Proposals;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Effects of the participant that was typed before. */
@Service
public final class EffectNameCompleter extends NameCompleter {
    @Reference
    private @Nullable SupervisedStudy study;

    @Override
    protected List<String> names(String[] typed) {
        return Proposals.effects(set(study).interactions(), argument(typed, 1), argument(typed, 2));
    }
}
