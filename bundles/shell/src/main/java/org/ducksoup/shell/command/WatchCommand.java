package org.ducksoup.shell.command;

import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.StatusText;

/** {@code ducksoup:watch}. */
@Service
@Command(scope = "ducksoup", name = "watch", description = "Lists the interactions again and again, until Ctrl-C.")
@SuppressWarnings("SystemOut") // the command's console
public final class WatchCommand extends StudyCommand {
    @Option(name = "--interval", description = "Seconds from one list to the next")
    private int interval = 2;

    @Option(name = "--times", description = "Ends after so many lists; 0 means never")
    private int times;

    @Override
    void run(Supervision study) throws OperationException, InterruptedException {
        if (interval < 1 || interval > 3600 || times < 0) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "--interval is 1 to 3600 seconds, --times 0 or more");
        }
        for (int shown = 0; times == 0 || shown < times; shown++) {
            if (shown > 0) {
                TimeUnit.SECONDS.sleep(interval);
            }
            if (isJson()) {
                printJson(StatusDocument.of(study.interactions()));
            } else {
                StatusText.list(study.interactions(), System.out);
                System.out.println();
            }
            System.out.flush();
        }
    }
}
