package org.ducksoup.plan.assignment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ducksoup.api.cluster.SharedLines;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.parts.CsvLine;
import org.ducksoup.plan.model.Assignment;
import org.ducksoup.plan.model.Assignment.Method;
import org.ducksoup.plan.model.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Gives conditions to interactions. What was given is a line of {@code PLAN.assignments.csv} before the call returns, so a
 * restart, a crash or two interactions at once give no place twice. Thread-safe; blocks for the disk.
 */
public final class Assigner {
    private static final String HEADER = "what,time,scheme,place,group,number,code,seed,interaction\n";

    private final Path directory;
    private final ConditionCodes codes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Supplier<@Nullable SharedLines> shared;

    /** For a server that is alone. */
    public Assigner(Path directory, ConditionCodes codes, InstantSource clock, RandomGenerator random) {
        this(directory, codes, clock, random, () -> null);
    }

    /**
     * @param random for the seeds
     * @param shared what all servers of the cluster have; null on a server that is alone
     */
    public Assigner(
            Path directory,
            ConditionCodes codes,
            InstantSource clock,
            RandomGenerator random,
            Supplier<@Nullable SharedLines> shared) {
        this.shared = shared;
        this.directory = directory;
        this.codes = codes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The condition of an interaction that begins.
     *
     * @param code that the token of the first join has; null for none
     * @throws PlanRefusedException if the code is unknown or missing, or the interaction's name does not fit
     * @throws IOException if the disk fails: nothing was given then
     */
    public synchronized Assigned assign(Plan plan, InteractionKey interaction, @Nullable String code)
            throws PlanRefusedException, IOException {
        Map<String, String> keys = codes.of(plan);
        Method method = plan.assignment().method();
        if (code != null && method != Method.TOKEN) {
            throw new PlanRefusedException("condition", code, "the server chooses it for this plan; leave it out");
        }
        try (StateFile file = open(plan)) {
            while (true) {
                List<String> lines = file.lines();
                Assigned assigned = assign(plan, interaction, code, keys, file, lines);
                if (assigned != null) {
                    return assigned;
                }
                // Another server has given a place meanwhile.
            }
        }
    }

    private @Nullable Assigned assign(
            Plan plan,
            InteractionKey interaction,
            @Nullable String code,
            Map<String, String> keys,
            StateFile file,
            List<String> lines)
            throws PlanRefusedException, IOException {
        Method method = plan.assignment().method();
        Journal journal = Journal.read(lines, scheme(plan.assignment()));
        StringBuilder more = new StringBuilder(journal.isEmpty() ? HEADER : "");
        long blocks = blocksSeed(plan.assignment(), journal, more);
        long place = journal.nextPlace();
        Member member = member(plan.assignment(), interaction);
        String condition =
                switch (method) {
                    case TOKEN -> ofCode(keys, code);
                    case SEQUENCE, BLOCKS -> Schedule.condition(plan.assignment(), blocks, place);
                    case LATIN_SQUARE ->
                        Schedule.condition(plan.assignment(), journal.indexOf(member.group()), member.number() - 1);
                };
        long seed = plan.seed() == null ? random.nextLong(Plan.MAX_SEED + 1) : plan.seed();
        Assigned assigned = new Assigned(condition, keys.getOrDefault(condition, ""), seed, place);
        more.append(line("assigned", plan, assigned, member, interaction));
        return file.add(lines, more.toString()) ? assigned : null;
    }

    /** Gives the place of an interaction that never started to the next one. */
    public synchronized void release(Plan plan, InteractionKey interaction, Assigned assigned) throws IOException {
        try (StateFile file = open(plan)) {
            while (!file.add(file.lines(), line("released", plan, assigned, new Member("", 0), interaction))) {
                // Another server has written meanwhile.
            }
        }
    }

    private StateFile open(Plan plan) throws IOException {
        return StateFile.open(directory.resolve(plan.name() + ".assignments.csv"), shared.get());
    }

    /** Brings this server's copy up to date. */
    public synchronized void copy(Plan plan) throws IOException {
        try (StateFile file = open(plan)) {
            List<String> unused = file.lines();
        }
    }

    /** The seed of the blocks: the plan's, or one that was drawn when its first interaction began. */
    private long blocksSeed(Assignment assignment, Journal journal, StringBuilder more) {
        Long ofPlan = assignment.seed();
        if (ofPlan != null || assignment.method() != Method.BLOCKS) {
            return ofPlan == null ? 0 : ofPlan;
        }
        if (journal.blocksSeed() != null) {
            return journal.blocksSeed();
        }
        long drawn = random.nextLong(Plan.MAX_SEED + 1);
        more.append(CsvLine.of(List.of(
                Journal.BLOCKS,
                clock.instant().toString(),
                scheme(assignment),
                "",
                "",
                "",
                "",
                Long.toString(drawn),
                "")));
        return drawn;
    }

    private static String ofCode(Map<String, String> keys, @Nullable String code) throws PlanRefusedException {
        for (Map.Entry<String, String> key : keys.entrySet()) {
            if (key.getValue().equals(code)) {
                return key.getKey();
            }
        }
        throw new PlanRefusedException(
                "condition",
                code == null ? "" : code,
                "the token of the first join needs a code of the plan's key, which the server's operator has");
    }

    /** Part of a group of interactions, by the interaction's name. */
    private record Member(String group, int number) {}

    private static Member member(Assignment assignment, InteractionKey interaction) throws PlanRefusedException {
        if (assignment.method() != Method.LATIN_SQUARE) {
            return new Member("", 0);
        }
        String name = interaction.name();
        String separator = assignment.separator();
        int at = name.lastIndexOf(separator);
        String number = at <= 0 ? "" : name.substring(at + separator.length());
        int count = assignment.conditions().size();
        if (!number.matches("[1-9]\\d{0,3}") || Integer.parseInt(number) > count) {
            throw new PlanRefusedException(
                    "interactionName",
                    name,
                    "this plan needs a group's name, " + separator + " and a number from 1 to " + count
                            + ", for instance group-17" + separator + "1");
        }
        return new Member(
                interaction.origin() + "#" + interaction.namespace() + "#" + name.substring(0, at),
                Integer.parseInt(number));
    }

    /** Places count for one way of giving them out. With other conditions or blocks, an order begins anew. */
    private static String scheme(Assignment assignment) {
        List<String> parts = new ArrayList<>(assignment.conditions());
        parts.add(assignment.method().token());
        parts.add(assignment.method() == Method.BLOCKS ? assignment.blockSize() + " " + assignment.seed() : "");
        return Integer.toHexString(String.join("/", parts).hashCode());
    }

    private String line(String what, Plan plan, Assigned assigned, Member member, InteractionKey interaction) {
        return CsvLine.of(List.of(
                what,
                clock.instant().toString(),
                scheme(plan.assignment()),
                Long.toString(assigned.place()),
                member.group(),
                member.number() == 0 ? "" : Integer.toString(member.number()),
                assigned.code(),
                Long.toString(assigned.seed()),
                interaction.origin() + "#" + interaction.namespace() + "#" + interaction.name()));
    }
}
