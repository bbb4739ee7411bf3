package org.ducksoup.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.api.operation.SettingsInEffect;
import org.ducksoup.settings.source.InputFiles;
import org.ducksoup.settings.tls.TlsKeyStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component is immediate because no component waits for it: settings are pushed into ConfigAdmin, and the other
 * components wait for their configurations.
 */
@Component(immediate = true)
public final class SettingsComponent implements SettingsInEffect {
    private static final Logger log = LoggerFactory.getLogger(SettingsComponent.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ducksoup-settings"));
    private final List<ServiceRegistration<?>> registrations;
    private final InputFiles files;
    private final SettingsRound rounds;
    private final SettingsApplied applied;
    private Map<Path, String> fingerprint;

    @Activate
    public SettingsComponent(BundleContext context, @Reference ConfigurationAdmin configAdmin) throws IOException {
        Map<String, String> environment = System.getenv();
        files = inputFiles(context, environment);
        applied = new SettingsApplied(context);
        PaxWebOverlay paxWeb = new PaxWebOverlay();
        Secrets secrets = new Secrets(PlaceholderKey.of(context.getDataFile("placeholders.key")));
        SecretsRegistration registered = SecretsRegistration.of(context, secrets);
        registrations = List.of(
                context.registerService(
                        ConfigurationPlugin.class,
                        paxWeb,
                        FrameworkUtil.asDictionary(Map.of(
                                ConfigurationPlugin.CM_TARGET,
                                new String[] {PaxWebOverlay.PID},
                                ConfigurationPlugin.CM_RANKING,
                                500))),
                context.registerService(
                        ConfigurationListener.class, this::onConfigurationEvent, FrameworkUtil.asDictionary(Map.of())));
        rounds = new SettingsRound(
                files,
                environment,
                new ConfigurationWriter(configAdmin),
                paxWeb,
                secrets,
                new TlsKeyStore(Path.of(required(context, "karaf.data")).resolve("tls")),
                Clock.systemUTC());
        Map<Path, String> before = files.fingerprint(List.of());
        List<String> problems = rounds.start(applied.holds());
        registered.replaceEarlier();
        fingerprint = files.fingerprint(rounds.watched());
        fingerprint.putAll(before);
        if (!problems.isEmpty()) {
            Refusal.of(problems).exit();
        } else if (rounds.onlyBuildsFrontEnd()) {
            Refusal.frontBuild().exit();
        } else {
            var unused = thread.scheduleWithFixedDelay(this::poll, 1, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public List<SettingInEffect> settings() {
        return rounds.inEffect();
    }

    @Deactivate
    void stop() {
        thread.shutdownNow();
        registrations.forEach(ServiceRegistration::unregister);
    }

    /** Registered after ConfigAdmin has delivered the events of all configurations of the round. */
    private void onConfigurationEvent(ConfigurationEvent event) {
        if (ConfigurationWriter.MARKER_PID.equals(event.getPid())
                && event.getType() == ConfigurationEvent.CM_UPDATED
                && !thread.isShutdown()) {
            // Components start in the thread that registers the condition. ConfigAdmin's own thread must not wait for
            // them.
            thread.execute(applied::declare);
        }
    }

    private void poll() {
        try {
            Map<Path, String> now = files.fingerprint(rounds.watched());
            if (!now.equals(fingerprint)) {
                fingerprint = now;
                rounds.again();
            }
        } catch (IOException | RuntimeException e) {
            log.error("Changed settings could not be applied", e);
        }
    }

    private static InputFiles inputFiles(BundleContext context, Map<String, String> environment) {
        Path base = Path.of(required(context, "karaf.base"));
        Path launch = Path.of(environment.getOrDefault("DUCKSOUP_LAUNCH_DIR", base.toString()))
                .toAbsolutePath();
        Path config = launch.resolve(environment.getOrDefault("DUCKSOUP_CONFIG_DIR", "config"));
        return new InputFiles(
                Path.of(required(context, "karaf.etc")),
                Files.isDirectory(config) ? config : base.resolve("config"),
                launch);
    }

    private static String required(BundleContext context, String property) {
        String value = context.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("The container does not say what " + property + " is");
        }
        return value;
    }
}
