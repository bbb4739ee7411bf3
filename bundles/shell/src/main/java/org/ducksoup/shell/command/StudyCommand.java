package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** A command about the running interactions. What cannot be done is an exception, with which the console fails. */
abstract class StudyCommand extends ConsoleCommand {
    @Reference
    private @Nullable SupervisedStudy study;

    @Override
    public @Nullable Object execute() throws OperationException, InterruptedException {
        run(set(study).supervision());
        return null;
    }

    /** Does the command's work. */
    abstract void run(Supervision study) throws OperationException, InterruptedException;
}
