package org.ducksoup.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ducksoup.api.cluster.ClusterKeys;
import org.ducksoup.api.cluster.SharedLines;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanDesk;
import org.ducksoup.api.plan.PlanSummary;
import org.ducksoup.api.plan.PlanTrial;
import org.ducksoup.api.plan.Plans;
import org.ducksoup.parts.Recurring;
import org.ducksoup.parts.SystemTimer;
import org.ducksoup.plan.assignment.Assigner;
import org.ducksoup.plan.assignment.ConditionCodes;
import org.ducksoup.plan.library.PlanFile;
import org.ducksoup.plan.library.PlanLibrary;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.timetable.DrawnPlan;
import org.ducksoup.plan.trial.SharedCodes;
import org.ducksoup.plan.trial.Trials;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of this server. Looks for edits every second, on a thread of its own. The component is immediate, so that a wrong file is
 * in the log when the server starts, and not when the first interaction wants it.
 */
@Component(
        immediate = true,
        service = {PlanDesk.class, Plans.class},
        configurationPid = "org.ducksoup.plan",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PlanConfiguration.class)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class PlansOfServer implements PlanDesk, Plans {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlansOfServer.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** What all servers of a cluster have. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SharedLines shared;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ClusterKeys clusterKeys;

    private final boolean clustered;
    private final SystemTimer timer = new SystemTimer("ducksoup-plans");
    private final Path directory;
    private final PlanLibrary library;
    private final PlanChecker checker;
    private final Assigner assigner;
    private final PlanKeys keys;
    private final ConditionCodes codes;
    private final Trials trials = new Trials(timer, new SharedCodes(() -> clusterKeys));

    @Activate
    public PlansOfServer(PlanConfiguration configuration, BundleContext context, @Reference EffectsHere effects) {
        directory = configuration.plansDirectory().isEmpty()
                ? Path.of(Objects.requireNonNullElse(context.getProperty("karaf.etc"), "etc"), "plans")
                : Path.of(configuration.plansDirectory());
        library = new PlanLibrary(directory);
        checker = new PlanChecker(effects);
        Path state = Path.of(configuration.stateDirectory());
        codes = new ConditionCodes(state, new SecureRandom(), () -> shared);
        assigner = new Assigner(state, codes, timer, new SecureRandom(), () -> shared);
        clustered = configuration.clustered();
        keys = new PlanKeys(codes, state);
        // Whoever gets this service finds the plans.
        look();
        new Recurring(this::look, failure -> LOGGER.error("plans", failure)).every(PERIOD, timer);
    }

    private void look() {
        library.refresh();
        SharedLines ofCluster = shared;
        if (clustered && (ofCluster == null || !ofCluster.isReachable())) {
            // Codes that this server would make now would not be those of the other servers.
            return;
        }
        library.files().values().stream()
                .map(PlanFile::plan)
                .filter(Objects::nonNull)
                .forEach(plan -> {
                    keys.make(plan);
                    copy(plan);
                });
    }

    /** What the other servers have written is here, too, should this one be the first to start again. */
    private void copy(Plan plan) {
        if (clustered) {
            try {
                assigner.copy(plan);
            } catch (IOException e) {
                LOGGER.debug("the assignments of plan {} are not copied this time", plan.name(), e);
            }
        }
    }

    @Deactivate
    void stop() {
        timer.close();
    }

    @Override
    public List<PlanSummary> plans() {
        return library.files().values().stream().map(PlansOfServer::summary).toList();
    }

    @Override
    public Optional<ExperimentPlan> plan(String name) {
        return library.plan(name).map(plan -> new ServedPlan(plan, assigner));
    }

    @Override
    public Optional<ExperimentPlan> trial(String code) {
        return trials.take(code).or(() -> trials.takeShared(code, this::toldByAnother));
    }

    /** What another server of the cluster lets somebody try: its plans are the same. */
    private Optional<Trials.Wish> toldByAnother(SharedCodes.Told told) {
        PlanFile file = library.files().get(told.plan());
        Plan plan = file == null ? null : file.plan();
        if (file == null || plan == null || !plan.roles().contains(told.role())) {
            return Optional.empty();
        }
        try {
            for (Map.Entry<String, String> condition : codes.of(plan).entrySet()) {
                if (condition.getValue().equals(told.conditionCode())) {
                    return Optional.of(wish(file, plan, told.role(), condition.getKey(), told.seed()));
                }
            }
        } catch (IOException e) {
            LOGGER.error("the codes of plan {} cannot be read, so nobody can try it", plan.name(), e);
        }
        return Optional.empty();
    }

    private Trials.Wish wish(PlanFile file, Plan plan, String role, String condition, long seed) throws IOException {
        return new Trials.Wish(
                new ServedPlan(plan, assigner),
                plan,
                PlanChecker.summary(plan, file.problems()),
                role,
                condition,
                codes.of(plan).getOrDefault(condition, ""),
                seed);
    }

    @Override
    public List<String> names() {
        return library.files().values().stream()
                .filter(file -> file.plan() != null)
                .map(PlanFile::name)
                .toList();
    }

    private static PlanSummary summary(PlanFile file) {
        Plan plan = file.plan();
        return plan == null
                ? new PlanSummary(
                        file.name(),
                        "",
                        "",
                        Duration.ZERO,
                        List.of(),
                        List.of(),
                        "",
                        PlanChecker.findings(file.problems()))
                : PlanChecker.summary(plan, file.problems());
    }

    @Override
    public CheckedPlan check(String file, Choice choice) throws OperationException, IOException {
        if (library.files().containsKey(file)) {
            return checkPlan(file, choice);
        }
        Path path = path(file);
        if (!Files.isRegularFile(path)) {
            throw new OperationException(
                    OperationException.Cause.UNKNOWN,
                    "file",
                    "there is no file " + path.toAbsolutePath() + ", and no plan of this name in " + directory
                            + "; ducksoup:plan list shows all plans");
        }
        return checker.check(PlanLibrary.name(path), PlanLibrary.bytes(path), choice);
    }

    private static Path path(String file) throws OperationException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "file", "this is no path of a file: " + e.getReason());
        }
    }

    @Override
    public CheckedPlan checkPlan(String name, Choice choice) throws OperationException, IOException {
        PlanFile file = library.files().get(name);
        if (file == null) {
            throw unknown(name);
        }
        return checker.check(name, PlanLibrary.bytes(file.path()), choice);
    }

    private OperationException unknown(String name) {
        return new OperationException(
                OperationException.Cause.UNKNOWN,
                "name",
                "there is no plan " + name + "; there are: "
                        + String.join(", ", library.files().keySet()));
    }

    @Override
    public PlanTrial trial(String name, String role, Choice choice) throws OperationException, IOException {
        PlanFile file = library.files().get(name);
        if (file == null) {
            throw unknown(name);
        }
        Plan plan = file.plan();
        if (plan == null) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "name",
                    "the file of plan " + name + " is wrong, and it has no older version; ducksoup:plan list says what"
                            + " is wrong");
        }
        if (!plan.roles().contains(role)) {
            throw new OperationException(
                    OperationException.Cause.UNKNOWN,
                    "role",
                    "plan " + name + " has no role " + role + "; it has " + String.join(", ", plan.roles()));
        }
        DrawnPlan drawn = PlanChecker.drawn(plan, choice);
        return trials.add(wish(file, plan, role, drawn.condition().name(), drawn.seed()));
    }

    @Override
    public CheckedPlan checkText(String text, Choice choice) throws OperationException {
        return checker.check("text", text.getBytes(StandardCharsets.UTF_8), choice);
    }
}
