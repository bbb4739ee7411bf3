package org.ducksoup.shell.completion;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.shell.study.InteractionNames;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Names of interactions. */
@Service
public final class InteractionCompleter extends NameCompleter {
    @Reference
    private @Nullable SupervisedStudy study;

    @Override
    protected List<String> names(String[] typed) {
        return InteractionNames.of(set(study).interactions());
    }
}
