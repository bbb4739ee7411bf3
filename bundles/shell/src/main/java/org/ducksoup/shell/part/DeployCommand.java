package org.ducksoup.shell.part;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.command.ConsoleCommand;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:deploy}. */
@Service
@Command(
        scope = "ducksoup",
        name = "deploy",
        description = "Installs a lab's jar, or updates its bundle, and says what pages can use now.")
public final class DeployCommand extends ConsoleCommand {
    @Argument(name = "jar", required = true, description = "Path of the jar, readable by the server")
    @Completion(FileCompleter.class)
    private @Nullable String jar;

    @Reference
    private @Nullable Deployments deployments;

    @Override
    public @Nullable Object execute() throws IOException, OperationException {
        Deployment deployment = set(deployments).deploy(Path.of(set(jar)));
        done(deployment.document(), deployment.sentence());
        return null;
    }
}
