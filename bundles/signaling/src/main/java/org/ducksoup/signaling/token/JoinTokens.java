package org.ducksoup.signaling.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.StrictJson;
import org.ducksoup.signaling.json.WireText;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a participant may join. Where a key is configured, {@code join} needs a token that the experiment's
 * own server has signed: a JSON Web Token (RFC 7519) that names the interaction and the participant, and says until
 * when it may be used. It decides everything else about the join, too: a member of {@code join} that the token does not have
 * takes the server's default, whatever the page says.
 */
public final class JoinTokens {
    public static final String MEMBER = "token";

    private static final String DUCKSOUP = "ducksoup";
    private static final String DEFAULT_NAMESPACE = "default";
    private static final String HELP =
            "; the experiment's own server must make it: see \"Join tokens\" in docs/embedding.md";
    private static final int MAX_TOKEN_BYTES = 16_384;

    /** Clocks of two servers differ a little. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    /** The year 9999. Later times cannot be written in a message, and are beyond any experiment. */
    private static final double LAST_SECOND = 253_402_300_799.0;

    /**
     * Members that the page gives even with a token. The names are compared with the token's; the others describe the
     * page's connection.
     */
    private static final List<String> IDENTITY = List.of("interactionName", "userId", "namespace");

    static final List<String> FIXED = List.of(
            "duration",
            "size",
            "width",
            "height",
            "frameRate",
            "audioFx",
            "videoFx",
            "videoFormat",
            "recordingMode",
            "gpu",
            "overlay",
            "audioOnly");

    private static final String CONTROL = "control";

    /** The spelling of later versions of the original. */
    static final String LATER_FRAME_RATE = "framerate";

    /**
     * A join as it counts.
     *
     * @param grant what it may do beyond its values
     * @param condition the code of a plan's condition, from the token; null if the token has none
     */
    public record Admitted(
            JsonMembers join, JoinGrant grant, @Nullable String condition) {}

    private final JoinTokenKeys keys;
    private final InstantSource clock;

    public JoinTokens(JoinTokenKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Applies a token to the join of a page.
     *
     * @throws ClientMessageException saying what is wrong with the token, and who can mend it
     */
    public Admitted admit(JsonMembers join) throws ClientMessageException {
        String token = join.text(MEMBER, MAX_TOKEN_BYTES);
        boolean none = token == null || token.isEmpty();
        if (keys.isEmpty()) {
            if (!none) {
                // A page that sends a token relies on what the token fixes.
                throw bad("this server has no key to check it with; set DUCKSOUP_JOIN_TOKEN_SECRET or"
                        + " DUCKSOUP_JOIN_TOKEN_PUBLIC_KEY there, or leave the token out");
            }
            return new Admitted(join, JoinGrant.OPEN, null);
        }
        if (none && PlanMembers.isGiven(join, PlanMembers.TRIAL)) {
            // An operator has made it, and who guesses one is let in nowhere: it is as good as a token.
            return new Admitted(join, new JoinGrant(JoinGrant.Control.NONE, Map.of()), null);
        }
        if (none) {
            throw bad("it is missing, and this server lets nobody in without" + HELP);
        }
        JsonMembers claims = claims(keys.verified(Objects.requireNonNull(token)));
        String resumeToken = join.text("resumeToken", MAX_TOKEN_BYTES);
        // An empty token counts as none here, as it does in the reader of the other members. Otherwise it would count
        // as a new entry.
        checkTimes(claims, resumeToken != null && !resumeToken.isEmpty());
        checkAudience(claims.payload().get("aud"));
        for (String key : IDENTITY) {
            checkSame(key, claims, join);
        }
        if (PlanMembers.isGiven(claims, PlanMembers.PLAN)) {
            return withPlan(claims, join);
        }
        checkNoPlan(claims, join);
        return with(claims, join);
    }

    private static JsonMembers claims(String payload) throws ClientMessageException {
        try {
            return StrictJson.object("join", MEMBER, payload);
        } catch (ClientMessageException e) {
            throw bad("its claims are not one flat JSON object without duplicate names" + HELP);
        }
    }

    /** RFC 7519 sections 4.1.4 and 4.1.5. A socket that resumes is exempt: it only gets its own seat back. */
    private void checkTimes(JsonMembers claims, boolean resumes) throws ClientMessageException {
        Instant now = clock.instant();
        Instant expiry = time(claims, "exp");
        if (expiry == null) {
            throw bad("its claim exp is missing: the time, in seconds since 1970, until which it may be used" + HELP);
        }
        if (!resumes && !now.isBefore(expiry.plus(LEEWAY))) {
            throw bad("it expired at " + shown(expiry) + ", and here it is " + shown(now)
                    + "; the page must be loaded anew to get another one");
        }
        Instant notBefore = time(claims, "nbf");
        if (notBefore != null && now.isBefore(notBefore.minus(LEEWAY))) {
            throw bad("it is valid from " + shown(notBefore) + " (claim nbf) only, and here it is " + shown(now)
                    + "; come again then, or set the clocks of the two servers right");
        }
    }

    private static @Nullable Instant time(JsonMembers claims, String key) throws ClientMessageException {
        JsonNode seconds = claims.payload().get(key);
        if (seconds == null || seconds.isNull()) {
            return null;
        }
        double value = seconds.isNumber() ? seconds.doubleValue() : Double.NaN;
        if (!(value >= 0 && value <= LAST_SECOND)) {
            throw bad("its claim " + key + " is " + WireText.shown(seconds.toString())
                    + "; required: a number of seconds since 1970" + HELP);
        }
        return Instant.ofEpochMilli(Math.round(value * 1000));
    }

    /** RFC 7519 section 4.1.3: a token that names another audience belongs to another service with the same key. */
    private static void checkAudience(@Nullable JsonNode audience) throws ClientMessageException {
        if (audience == null || audience.isNull()) {
            return;
        }
        boolean ours = audience.isArray() ? contains(audience, DUCKSOUP) : DUCKSOUP.equals(audience.textValue());
        if (!ours) {
            throw bad("its claim aud is " + WireText.shown(audience.toString()) + "; allowed: none, or \"" + DUCKSOUP
                    + "\"" + HELP);
        }
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode entry : array) {
            if (text.equals(entry.textValue())) {
                return true;
            }
        }
        return false;
    }

    private static void checkSame(String key, JsonMembers claims, JsonMembers join) throws ClientMessageException {
        String granted = name(key, claims);
        String asked = name(key, join);
        if (granted.isEmpty()) {
            throw bad("its claim " + key + " is missing or not a name" + HELP);
        }
        if (!granted.equals(asked)) {
            throw bad("it is for the " + key + " \"" + WireText.shown(granted) + "\", but the page asks for \""
                    + WireText.shown(asked) + "\"; both must be the same");
        }
    }

    /** A name in NFC, or empty if it is no valid name. A missing namespace is the default one. */
    private static String name(String key, JsonMembers members) {
        JsonNode name = members.payload().get(key);
        if (name == null || !PlanMembers.isGiven(members, key)) {
            return key.equals("namespace") ? DEFAULT_NAMESPACE : "";
        }
        return name.isTextual() ? WireText.name(name.textValue()).orElse("") : "";
    }

    private static Admitted with(JsonMembers claims, JsonMembers join) throws ClientMessageException {
        ObjectNode merged = join.payload().deepCopy();
        Map<String, String> ignored = new TreeMap<>();
        for (String key : FIXED) {
            JsonNode wanted = merged.remove(key);
            JsonNode claim = claims.payload().get(key);
            if (claim != null) {
                merged.set(key, claim);
            } else if (wanted != null && !wanted.isNull()) {
                ignored.put(key, WireText.shown(wanted.asText()));
            }
        }
        JsonNode later = merged.remove(LATER_FRAME_RATE);
        if (later != null && !claims.payload().has("frameRate")) {
            ignored.putIfAbsent("frameRate", WireText.shown(later.asText()));
        }
        return new Admitted(new JsonMembers(join.kind(), merged), new JoinGrant(control(claims), ignored), null);
    }

    /** The plan decides on everything else, so the members of the page stay: their reader refuses those that do not fit. */
    private static Admitted withPlan(JsonMembers claims, JsonMembers join) throws ClientMessageException {
        ObjectNode merged = join.payload().deepCopy();
        for (String key : List.of(PlanMembers.PLAN, PlanMembers.ROLE)) {
            checkSame(key, claims, PlanMembers.isGiven(join, key) ? join : claims);
            merged.set(key, claims.payload().get(key));
        }
        for (String key : PlanMembers.DECIDED) {
            checkLeftToThePlan(key, claims);
        }
        checkLeftToThePlan(CONTROL, claims);
        if (PlanMembers.isGiven(claims, PlanMembers.AUDIO_ONLY)) {
            merged.set(PlanMembers.AUDIO_ONLY, claims.payload().get(PlanMembers.AUDIO_ONLY));
        }
        return new Admitted(
                new JsonMembers(join.kind(), merged),
                new JoinGrant(JoinGrant.Control.NONE, Map.of()),
                condition(claims));
    }

    /** Participants can read the claims of a token. An effect among them would tell the condition. */
    private static void checkLeftToThePlan(String key, JsonMembers claims) throws ClientMessageException {
        if (PlanMembers.isGiven(claims, key)) {
            throw bad(
                    "its claim " + key + " is there beside the claim plan; the plan decides on it, and participants can"
                            + " read a token, so it must be left out" + HELP);
        }
    }

    /** Whether the code is one of the plan's is not known here. The refusal does not show it. */
    private static @Nullable String condition(JsonMembers claims) throws ClientMessageException {
        if (!PlanMembers.isGiven(claims, PlanMembers.CONDITION)) {
            return null;
        }
        String code = name(PlanMembers.CONDITION, claims);
        if (code.isEmpty()) {
            throw bad("its claim condition is no code of a condition; allowed: one from the plan's key file, or no such"
                    + " claim if the server assigns conditions" + HELP);
        }
        return code;
    }

    private static void checkNoPlan(JsonMembers claims, JsonMembers join) throws ClientMessageException {
        for (String key : List.of(PlanMembers.ROLE, PlanMembers.CONDITION)) {
            if (PlanMembers.isGiven(claims, key)) {
                throw bad(
                        "its claim " + key + " is there without the claim plan; it must have both, or neither" + HELP);
            }
        }
        // To let the page in without its plan would be a call without effects.
        if (PlanMembers.isGiven(join, PlanMembers.PLAN)) {
            throw join.bad(
                    PlanMembers.PLAN,
                    "the page's token has no claim plan, and the token decides; the experiment's own server must put plan"
                            + " and role into the token, or the page must leave them out");
        }
    }

    /** A page that could control effects could undo a disguise. So a token that does not mention it allows none of it. */
    private static JoinGrant.Control control(JsonMembers claims) throws ClientMessageException {
        JsonNode claim = claims.payload().get(CONTROL);
        if (claim == null || claim.isNull()) {
            return JoinGrant.Control.NONE;
        }
        for (JoinGrant.Control control : JoinGrant.Control.values()) {
            if (control.token().equals(claim.textValue())) {
                return control;
            }
        }
        throw bad("its claim control is " + WireText.shown(claim.toString())
                + "; allowed: \"none\", \"own\", \"all\", or no such claim for \"none\"" + HELP);
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The refusal never shows the token: until it expires, it is as good as a password. */
    static ClientMessageException bad(String sentence) {
        return new ClientMessageException("join", new Reason(MEMBER, "", "token: " + sentence));
    }
}
