package org.ducksoup.shell.completion;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.shell.study.Proposals;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Participants of the interaction that was typed before. */
@Service
public final class UserCompleter extends NameCompleter {
    @Reference
    private @Nullable SupervisedStudy study;

    @Override
    protected List<String> names(String[] typed) {
        return Proposals.users(set(study).interactions(), argument(typed, 1));
    }
}
