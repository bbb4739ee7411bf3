package org.ducksoup.shell.http;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RecordingArchive;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.SalvagedRun;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;
import org.ducksoup.shell.cluster.Cluster;
import org.ducksoup.shell.doctor.Diagnosis;
import org.ducksoup.shell.part.RegisteredParts;
import org.ducksoup.shell.plan.Plans;
import org.ducksoup.shell.recording.Archive;
import org.ducksoup.shell.server.Settings;
import org.ducksoup.shell.study.ServerStatus;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** The API of a server that has one of everything. */
final class FakeServer {
    static final String RUN = "0123456789ab";
    static final String EFFECT = "pitch";

    final FakeStudy study = new FakeStudy();
    final Recordings archive = new Recordings();
    final Cluster cluster = Cluster.of(new Nodes());

    StudyApi api() {
        return api(SupervisedStudy.of(study, new ServerStatus(study, new Registry(), cluster)));
    }

    StudyApi withoutInteractions() {
        return api(new SupervisedStudy());
    }

    private StudyApi api(SupervisedStudy supervised) {
        AvailableEffects effects = new AvailableEffects();
        effects.add(new Effects());
        Settings settings = Settings.of(() -> List.of(
                new SettingInEffect("org.ducksoup.web", "port", "DUCKSOUP_PORT", "8100", true, "default"),
                new SettingInEffect("org.ducksoup.transport", "udpPort", null, "10001", false, "etc")));
        return new StudyApi(
                new StudyOperations(supervised),
                new RecordingOperations(Archive.of(archive)),
                new PlanOperations(Plans.of(new FakePlans())),
                new ServerOperations(
                        new EffectsDocument(effects),
                        effects,
                        new RegisteredParts(context(), settings, effects),
                        settings,
                        cluster,
                        () -> List.of(new Diagnosis(Diagnosis.Level.WARNING, "disk", "It is full.", "Buy another."))));
    }

    /** Has one service of each kind, with the same names. */
    private static BundleContext context() {
        Bundle bundle = fake(Bundle.class, Map.of("getSymbolicName", "lab", "getVersion", new Version(1, 2, 3)));
        ServiceReference<?> service = fake(
                ServiceReference.class, Map.of("getBundle", bundle, "getProperty", new String[] {"lab-part", EFFECT}));
        return fake(BundleContext.class, Map.of("getAllServiceReferences", new ServiceReference<?>[] {service}));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                FakeServer.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) -> answers.get(method.getName())));
    }

    /** Notes what is done to its one run; another run is the rest of a crash. */
    static final class Recordings implements RecordingArchive {
        final List<String> done = new ArrayList<>();
        boolean broken;

        private static RecordedRun run(String id, RecordedRun.State state, @Nullable Instant startedAt) {
            return new RecordedRun(
                    id,
                    "study/" + id,
                    "study",
                    "talk",
                    state,
                    startedAt,
                    Duration.ofSeconds(9),
                    "muxed",
                    null,
                    List.of(),
                    2,
                    7);
        }

        @Override
        public List<RecordedRun> runs() throws IOException {
            if (broken) {
                throw new IOException("input/output error");
            }
            return List.of(
                    run("9876543210ab", RecordedRun.State.UNREADABLE, null),
                    run(RUN, RecordedRun.State.COMPLETE, Instant.EPOCH));
        }

        @Override
        public RunVerification verify(String run) {
            done.add("verify " + run);
            return new RunVerification(
                    run(run, RecordedRun.State.COMPLETE, Instant.EPOCH),
                    List.of(new RunVerification.VerifiedFile(
                            "a.mkv", 7, Duration.ZERO, Duration.ofSeconds(9), List.of("opus"), 0)),
                    List.of(new RunVerification.Finding(true, null, "It is wrong.", "Look.")));
        }

        @Override
        public List<SalvagedRun> salvage(@Nullable String directory) {
            done.add("salvage " + directory);
            return List.of(new SalvagedRun("study/left", List.of("a.mkv"), 1, List.of("b.mkv is none of ours.")));
        }
    }

    private static final class Effects implements EffectCatalogue {
        @Override
        public List<EffectDescription> effects() {
            EffectDescription.Property property = new EffectDescription.Property(
                    "pitch", EffectDescription.Type.FLOAT, "0.1", "10", "1", List.of(), true, "Factor");
            return List.of(
                    new EffectDescription(
                            EFFECT,
                            EffectDescription.Origin.LAB,
                            MediaKind.AUDIO,
                            "Pitch",
                            "Shifts",
                            "lab",
                            List.of(property)),
                    new EffectDescription(
                            "softer",
                            EffectDescription.Origin.PRESET,
                            null,
                            "softer",
                            "pitch pitch=0.9",
                            "file",
                            List.of()));
        }

        @Override
        public List<String> problems() {
            return List.of("one is missing");
        }
    }

    private static final class Nodes implements ClusterNodes {
        @Override
        public List<ClusterNode> nodes() {
            return List.of(
                    new ClusterNode(
                            "10.0.0.1:5701",
                            "https://one.example",
                            ClusterNode.State.SERVING,
                            true,
                            "1.2.3",
                            new ServerLoad(2, 5, 100, 3, 50, 0, 1, 0, 1),
                            0.25,
                            1L << 40,
                            1,
                            Duration.ZERO),
                    new ClusterNode(
                            "10.0.0.2:5701", null, ClusterNode.State.UNREACHABLE, false, null, null, -1, -1, 0, null));
        }

        @Override
        public void forget(String server) {
            throw new AssertionError("nobody is forgotten");
        }
    }

    private static final class Registry implements InteractionRegistry {
        @Override
        public ParticipantSession join(JoinRequest request, SignalingChannel channel) {
            throw new AssertionError("nobody joins");
        }

        @Override
        public boolean acceptsNew() {
            return true;
        }

        @Override
        public Optional<ServerMessage.Reason> full() {
            return Optional.empty();
        }
    }
}
