package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether recordings can be written, and how much room there is for them. */
final class DiskExamination implements Examination {
    private static final long MIB = 1 << 20;
    /** Room for fewer minutes than an operator needs to react: so much more than the limit is a warning. */
    private static final int SOON = 4;

    private final SettingTexts settings;

    DiskExamination(SettingTexts settings) {
        this.settings = settings;
    }

    @Override
    public String area() {
        return "disk";
    }

    @Override
    public List<Diagnosis> examine() {
        Path data = settings.path("sfu", "dataDirectory");
        if (settings.text("sfu", "noRecording").equals("true")) {
            return List.of(Diagnosis.warning(
                    area(), "Nothing is recorded: DUCKSOUP_NO_RECORDING is true.", "Unset it before a study."));
        }
        List<Diagnosis> found = new ArrayList<>();
        try {
            Path directory = Files.exists(data) ? data : Files.createDirectories(data);
            Path probe = Files.createTempFile(directory, ".doctor-", "");
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
            long free = Files.getFileStore(directory).getUsableSpace() / MIB;
            found.add(room(directory, free, settings.number("sfu", "minFreeMebibytes")));
        } catch (IOException e) {
            found.add(Diagnosis.error(
                    area(),
                    data + " cannot be written: " + e + ".",
                    "Give the directory to the server's user, or set DUCKSOUP_DATA_DIR; look at the mount options."));
        }
        return found;
    }

    Diagnosis room(Path directory, long free, int least) {
        String what = directory + " has " + free + " MiB free; recordings begin above " + least + " MiB.";
        if (free < least) {
            return Diagnosis.error(area(), what, "Move finished runs away, or set DUCKSOUP_MIN_FREE_MEBIBYTES.");
        }
        return free < (long) least * SOON
                ? Diagnosis.warning(area(), what, "Move finished runs away before the next session.")
                : Diagnosis.ok(area(), what);
    }
}
