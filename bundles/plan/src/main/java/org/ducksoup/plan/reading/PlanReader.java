package org.ducksoup.plan.reading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.JoinGrant.Control;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.plan.model.Assignment;
import org.ducksoup.plan.model.Condition;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PlanMedia;
import org.ducksoup.plan.model.RoleEffects;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.PlanText;
import org.ducksoup.plan.text.Problem;
import org.ducksoup.plan.text.Problems;
import org.ducksoup.plan.text.Section;
import org.jspecify.annotations.Nullable;

/** From the bytes of a file to a plan, or to everything that is wrong with it. */
public final class PlanReader {
    static final List<String> KEYS = List.of(
            "title",
            "duration",
            "roles",
            "size",
            "recordingMode",
            "width",
            "height",
            "frameRate",
            "videoFormat",
            "gpu",
            "overlay",
            "audioOnly",
            "control",
            "seed",
            "effects",
            "conditions",
            "orders",
            "assignment",
            "exclusions",
            "timeline");

    private static final int MAX_ROLES = 100;
    private static final int MAX_TITLE = 300;
    private static final List<String> WITHOUT_EFFECTS = List.of("passthrough", "bypass", "direct", "rtpbin_only");

    /**
     * What was read.
     *
     * @param plan null if there are problems
     */
    public record Result(@Nullable Plan plan, String sha256, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    private final Problems problems = new Problems();

    private PlanReader() {}

    /** @param name of the file, without its extension */
    public static Result read(String name, byte[] bytes) {
        PlanReader reader = new PlanReader();
        String sha256 = sha256(bytes);
        Section root = PlanText.read(bytes, reader.problems);
        Plan plan = root == null ? null : reader.plan(name, sha256, root);
        boolean good = reader.problems.isEmpty();
        return new Result(good ? plan : null, sha256, reader.problems.all());
    }

    /** For texts that are no files. */
    public static Result read(String name, String text) {
        return read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private @Nullable Plan plan(String name, String sha256, Section root) {
        SectionFields fields = new SectionFields(root, problems, KEYS);
        if (!fields.has("duration")) {
            problems.missing(root, "duration", "is the time of the conversation", "write duration: 10:00");
        }
        Duration duration = fields.time("duration", Duration.ofSeconds(1), Duration.ofSeconds(1), Known.MAX_TIME);
        List<String> roles = roles(fields);
        if (roles.isEmpty()) {
            return null;
        }
        PlanMedia media = media(fields);
        Item timeline = fields.get("timeline");
        Known known = new Known(problems, roles, Map.of(), Map.of(), Set.of(), media.audioOnly());
        Map<String, List<PropertyValue>> orders = orders(fields, known);
        Map<String, RoleEffects> common =
                new EffectsReader(known).read(fields.section("effects", "write a section for each role"));
        Map<String, Condition> conditions = conditions(fields, known, common);
        effectsFit(fields, media, conditions);
        known = new Known(problems, roles, conditions, orders, TimelineReader.names(timeline), media.audioOnly());
        Assignment assignment =
                new AssignmentReader(known).read(fields.section("assignment", "write assignment: {by: blocks}"));
        List<Step> steps = new TimelineReader(known).read(timeline);
        String title = fields.text("title", MAX_TITLE);
        return new Plan(
                name,
                sha256,
                title == null ? "" : title,
                duration,
                roles,
                media,
                control(fields),
                fields.optionalWhole("seed", Plan.MAX_SEED),
                conditions,
                orders,
                steps,
                assignment,
                ExclusionsReader.read(fields.section("exclusions", "write exclusions: {away: 5}"), problems));
    }

    private List<String> roles(SectionFields fields) {
        List<String> roles = new ArrayList<>();
        List<Item> items = fields.list("roles");
        if (items.isEmpty() || items.size() > MAX_ROLES) {
            problems.missing(
                    fields.section(), "roles", "are 1 to " + MAX_ROLES + " names", "write roles: [a, b] for a dyad");
        }
        for (Item item : items) {
            String role = fields.name(item);
            if (role.equals(Plan.ALL)) {
                problems.conflict(item, "is the word for every role", "is another name", "choose another name");
            } else if (roles.contains(role)) {
                problems.conflict(item, "is there twice", "is each role once", "write " + role + "2");
            } else {
                roles.add(role);
            }
        }
        Item size = fields.get("size");
        int written = fields.whole("size", 0, 1, MAX_ROLES);
        if (size != null && written > 0 && written != roles.size()) {
            problems.wrong(size, "is the number of roles, which is " + roles.size(), "remove size, roles are enough");
        }
        return roles;
    }

    private PlanMedia media(SectionFields fields) {
        PlanMedia usual = PlanMedia.DEFAULT;
        String mode = fields.text("recordingMode", 64);
        return new PlanMedia(
                mode == null ? usual.recordingMode() : mode,
                fields.whole("width", usual.width(), 16, 8192),
                fields.whole("height", usual.height(), 16, 8192),
                fields.whole("frameRate", usual.frameRate(), 1, 240),
                fields.word("videoFormat", usual.videoFormat(), List.of("H264", "VP8")),
                fields.flag("gpu", usual.gpu()),
                fields.flag("overlay", usual.overlay()),
                fields.flag("audioOnly", usual.audioOnly()));
    }

    private Control control(SectionFields fields) {
        String word = fields.word("control", Control.NONE.token(), List.of("none", "own", "all"));
        for (Control control : Control.values()) {
            if (control.token().equals(word)) {
                return control;
            }
        }
        return Control.NONE;
    }

    private Map<String, List<PropertyValue>> orders(SectionFields fields, Known known) {
        Map<String, List<PropertyValue>> orders = new LinkedHashMap<>();
        Section section = fields.section("orders", "write orders: {tones: [0.8, 1.2]}");
        if (section != null) {
            SectionFields inner =
                    new SectionFields(section, problems, section.keys().keySet());
            section.entries().forEach((name, item) -> {
                if (!SectionFields.NAME.matcher(name).matches()) {
                    problems.conflict(
                            item, "has this name", SectionFields.NAME_FORM, "choose a shorter or simpler name");
                }
                orders.put(name, new AmountReader(known).values(inner, name, AmountReader.Kind.VALUE));
            });
        }
        return orders;
    }

    private Map<String, Condition> conditions(SectionFields fields, Known known, Map<String, RoleEffects> common) {
        Section section = fields.section("conditions", "write a section for each condition");
        if (section == null || section.entries().isEmpty()) {
            if (section != null || !fields.has("conditions")) {
                problems.missing(
                        fields.section(),
                        "conditions",
                        "is a section with one key for each",
                        "write conditions: {main: {}}");
            }
            return Map.of();
        }
        return new ConditionReader(known, common).read(section);
    }

    private void effectsFit(SectionFields fields, PlanMedia media, Map<String, Condition> conditions) {
        Item mode = fields.get("recordingMode");
        boolean some = conditions.values().stream()
                .flatMap(condition -> condition.effects().values().stream())
                .anyMatch(effects -> effects.audioFx() != null || effects.videoFx() != null);
        if (mode != null && some && WITHOUT_EFFECTS.contains(media.recordingMode())) {
            problems.conflict(
                    mode,
                    "is a mode without effects",
                    "are muxed, split, free, reenc, none with effects",
                    "write recordingMode: muxed");
        }
    }
}
