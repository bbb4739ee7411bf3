package org.ducksoup.shell.doctor;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.api.operation.SettingsInEffect;
import org.ducksoup.parts.WallClock;
import org.ducksoup.shell.AvailableEffects;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Runs all examinations, one after the other. */
@Component(service = Doctor.class)
public final class Doctor {
    private static final Path PROC = Path.of("/proc");

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Services services;
    private final AvailableEffects effects;
    private final InstantSource clock;

    @Activate
    public Doctor(
            BundleContext context,
            @Reference ServiceComponentRuntime runtime,
            @Reference Services services,
            @Reference AvailableEffects effects) {
        this.context = context;
        this.runtime = runtime;
        this.services = services;
        this.effects = effects;
        this.clock = WallClock.utc();
    }

    /** Blocks for as long as servers of others take to answer, some seconds at most. */
    public List<Diagnosis> examine() {
        SettingsInEffect known = services.settings();
        List<SettingInEffect> all = known == null ? List.of() : known.settings();
        List<Diagnosis> found = new ArrayList<>();
        List<Examination> examinations = new ArrayList<>();
        examinations.add(new BundleExamination(context, runtime));
        examinations.add(new MediaExamination(services.versions(), effects));
        examinations.add(new ClockExamination(clock));
        if (all.isEmpty()) {
            found.add(Diagnosis.error(
                    "settings",
                    "No settings are in effect: ports, disk and certificates cannot be examined.",
                    "log:display says what is wrong with them."));
        } else {
            SettingTexts settings = new SettingTexts(all, launchDirectory());
            examinations.add(new PortExamination(settings, new OwnSockets(PROC)));
            examinations.add(new DiskExamination(settings));
            examinations.add(new CertificateExamination(settings, clock));
            examinations.add(new IceExamination(settings));
        }
        examinations.forEach(each -> found.addAll(examine(each)));
        return found;
    }

    static List<Diagnosis> examine(Examination examination) {
        try {
            return examination.examine();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return List.of(Diagnosis.warning(
                    examination.area(), "It could not be examined: " + e + ".", "See the log: log:display."));
        }
    }

    private Path launchDirectory() {
        String named = System.getenv("DUCKSOUP_LAUNCH_DIR");
        return Path.of(named == null ? Objects.requireNonNullElse(context.getProperty("karaf.base"), "") : named)
                .toAbsolutePath();
    }
}
