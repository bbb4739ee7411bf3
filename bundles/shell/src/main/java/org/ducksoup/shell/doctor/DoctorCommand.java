package org.ducksoup.shell.doctor;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.command.ConsoleCommand;
import org.ducksoup.shell.study.Printed;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:doctor}. */
@Service
@Command(
        scope = "ducksoup",
        name = "doctor",
        description =
                "Examines bundles, media, clock, ports, buffers, disk, certificate, STUN and TURN, and says what to"
                        + " do. Fails if something is wrong.")
@SuppressWarnings("SystemOut") // the command's console
public final class DoctorCommand extends ConsoleCommand {
    @Reference
    private @Nullable Doctor doctor;

    @Override
    public @Nullable Object execute() throws OperationException {
        List<Diagnosis> found = set(doctor).examine();
        if (isJson()) {
            printJson(found.stream().map(Diagnosis::document).toList());
        } else {
            found.forEach(one -> System.out.println(text(one)));
        }
        long errors = found.stream()
                .filter(one -> one.level() == Diagnosis.Level.ERROR)
                .count();
        if (errors > 0) {
            System.out.flush();
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    errors + (errors == 1 ? " thing is" : " things are") + " wrong with this server");
        }
        return null;
    }

    /** {@code WARNING  UDP buffer: The kernel gives ...}, and the remedy in the next line. */
    static String text(Diagnosis one) {
        String line = String.format("%-7s  %s: %s", one.level(), one.area(), Printed.text(one.what()));
        return one.remedy().isEmpty() ? line : line + "\n         " + Printed.text(one.remedy());
    }
}
