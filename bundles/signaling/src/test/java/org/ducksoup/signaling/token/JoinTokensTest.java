package org.ducksoup.signaling.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.signaling.Configurations;
import org.ducksoup.signaling.ConfiguredLimits;
import org.ducksoup.signaling.FakeSocket;
import org.ducksoup.signaling.Tokens;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.StrictJson;
import org.ducksoup.signaling.message.JoinRequestReader;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTokensTest {
    private static final String SECRET = "correct horse battery staple, quite long";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final long NOW_SECONDS = NOW.getEpochSecond();
    private static final String NAMES = "\"interactionName\":\"trial\",\"userId\":\"ann\"";
    private static final KeyPair ED25519 = newKeyPair();

    private final JoinTokens withSecret = tokens(Map.of("joinTokenSecret", SECRET));
    private final JoinTokens withPublicKey = tokens(Map.of("joinTokenPublicKey", publicKey(ED25519)));

    private static JoinTokens tokens(Map<String, Object> configuration) {
        return new JoinTokens(ConfiguredLimits.tokenKeys(Configurations.with(configuration)), () -> NOW);
    }

    private static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String publicKey(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** A join of ann in the interaction trial, with a token and at most one more member. */
    private static JsonMembers join(String token, String more) throws ClientMessageException {
        String member = token == null ? "" : ",\"token\":\"" + token + "\"";
        return StrictJson.object("join", "payload", "{" + NAMES + member + more + "}");
    }

    /** Valid claims, followed by others. */
    private static String claims(String more) {
        return "{" + NAMES + ",\"exp\":" + (NOW_SECONDS + 3600) + more + "}";
    }

    private static Reason refusal(JoinTokens tokens, String token, String more) {
        ClientMessageException refused =
                catchThrowableOfType(ClientMessageException.class, () -> tokens.admit(join(token, more)));
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.kind()).isEqualTo("join");
        assertThat(refused.reason().key()).isEqualTo("token");
        assertThat(refused.reason().value()).isEmpty();
        assertThat(refused.reason().message()).startsWith("token: ").doesNotContain(SECRET);
        return refused.reason();
    }

    private String refusal(String token) {
        return refusal(withSecret, token, "").message();
    }

    private String refusalOfClaims(String claims) {
        return refusal(Tokens.hs256(SECRET, claims));
    }

    // ---- accepted tokens

    @Test
    void withoutAKeyAnybodyJoinsAndAllIsAsThePageSays() throws ClientMessageException {
        JsonMembers join = join(null, ",\"duration\":60");
        assertThat(tokens(Map.of()).admit(join).join()).isSameAs(join);
        assertThat(tokens(Map.of()).admit(join).grant()).isEqualTo(JoinGrant.OPEN);
        assertThat(tokens(Map.of()).admit(join("", ""))).isNotNull();
    }

    @Test
    void aGoodTokenOfEitherAlgorithmLetsIn() throws ClientMessageException {
        assertThat(withSecret
                        .admit(join(Tokens.hs256(SECRET, claims("")), ""))
                        .join()
                        .name("userId"))
                .isEqualTo("ann");
        assertThat(withPublicKey
                        .admit(join(Tokens.edDsa(ED25519.getPrivate(), claims("")), ""))
                        .join()
                        .name("userId"))
                .isEqualTo("ann");
    }

    @Test
    void bothAlgorithmsMayBeConfigured() throws ClientMessageException {
        JoinTokens both = tokens(Map.of("joinTokenSecret", SECRET, "joinTokenPublicKey", publicKey(ED25519)));
        assertThat(both.admit(join(Tokens.hs256(SECRET, claims("")), ""))).isNotNull();
        assertThat(both.admit(join(Tokens.edDsa(ED25519.getPrivate(), claims("")), "")))
                .isNotNull();
    }

    @Test
    void whatTheTokenSaysCountsInPlaceOfThePage() throws ClientMessageException {
        String token = Tokens.hs256(
                SECRET,
                claims(",\"duration\":120,\"size\":1,\"audioFx\":\"pitch pitch=0.8\",\"videoFx\":\"\","
                        + "\"recordingMode\":\"split\",\"frameRate\":0,\"admin\":true"));
        JoinTokens.Admitted admitted = withSecret.admit(join(
                token,
                ",\"duration\":9,\"size\":8,\"audioFx\":\"identity\",\"videoFx\":\"identity\","
                        + "\"recordingMode\":\"none\",\"framerate\":60,\"width\":640"));
        var request = new JoinRequestReader(ConfiguredLimits.joins(Configurations.defaults()))
                .read(admitted, FakeSocket.ORIGIN);
        assertThat(request.duration().toSeconds()).isEqualTo(120);
        assertThat(request.size()).isOne();
        assertThat(request.audioFx()).isEqualTo("pitch pitch=0.8");
        assertThat(request.videoFx()).isNull();
        assertThat(request.recordingMode()).isEqualTo("split");
        assertThat(request.video().frameRate()).isEqualTo(30);
        assertThat(request.video().width()).as("not in the token").isEqualTo(800);
        assertThat(request.grant().ignored()).containsExactly(Map.entry("width", "640"));
        assertThat(admitted.join().payload().has("admin")).isFalse();
    }

    @Test
    void whatTheTokenLeavesOpenIsTheServersDefaultAndNotThePagesWord() throws ClientMessageException {
        JoinTokens.Admitted admitted = withSecret.admit(join(
                Tokens.hs256(SECRET, claims(",\"audioFx\":\"pitch pitch=0.8\"")),
                ",\"recordingMode\":\"bypass\",\"size\":1,\"overlay\":true,\"framerate\":10"));
        var request = new JoinRequestReader(ConfiguredLimits.joins(Configurations.defaults()))
                .read(admitted, FakeSocket.ORIGIN);
        assertThat(request.recordingMode()).isEqualTo("muxed");
        assertThat(request.size()).isEqualTo(2);
        assertThat(request.overlay()).isFalse();
        assertThat(request.video().frameRate()).isEqualTo(30);
        assertThat(request.grant().ignored())
                .containsOnly(
                        Map.entry("recordingMode", "bypass"),
                        Map.entry("size", "1"),
                        Map.entry("overlay", "true"),
                        Map.entry("frameRate", "10"));
    }

    @ParameterizedTest
    @CsvSource({"'',NONE", "none,NONE", "own,OWN", "all,ALL"})
    void aTokenSaysWhoseEffectsMayBeControlled(String claim, JoinGrant.Control control) throws ClientMessageException {
        String more = claim.isEmpty() ? "" : ",\"control\":\"" + claim + "\"";
        // The page's own value has no effect.
        JoinTokens.Admitted admitted =
                withSecret.admit(join(Tokens.hs256(SECRET, claims(more)), ",\"control\":\"all\""));
        assertThat(admitted.grant().control()).isEqualTo(control);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"everybody\"", "true", "[\"own\"]", "\"ALL\""})
    void anyOtherControlIsRefused(String claim) {
        assertThat(refusalOfClaims(claims(",\"control\":" + claim))).contains("claim control", "none", "own", "all");
    }

    @Test
    void namesAreTheSameInAnySpelling() throws ClientMessageException {
        String token = Tokens.hs256(
                SECRET,
                "{\"interactionName\":\"trial\",\"userId\":\"Zoe\\u0308\",\"namespace\":\"default\",\"exp\":"
                        + (NOW_SECONDS + 1) + "}");
        assertThat(withSecret.admit(StrictJson.object(
                        "join",
                        "payload",
                        "{\"interactionName\":\"trial\",\"userId\":\"Zo\\u00eb\",\"token\":\"" + token + "\"}")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ducksoup\"", "[\"other\",\"ducksoup\"]", "null"})
    void aTokenForUsIsOurs(String audience) throws ClientMessageException {
        assertThat(withSecret.admit(join(Tokens.hs256(SECRET, claims(",\"aud\":" + audience)), "")))
                .isNotNull();
    }

    // ---- refused tokens

    @Test
    void withAKeyNobodyJoinsWithoutAToken() {
        assertThat(refusal(withSecret, null, "").message())
                .contains("it is missing", "the experiment's own server must make it", "docs/embedding.md");
        assertThat(refusal(withSecret, "", "").message()).contains("it is missing");
    }

    /** A page with a token relies on the values in it. */
    @Test
    void withoutAKeyATokenIsRefused() {
        assertThat(refusal(tokens(Map.of()), Tokens.hs256(SECRET, claims("")), "")
                        .message())
                .contains("no key to check it with", "DUCKSOUP_JOIN_TOKEN_SECRET");
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() {
        assertThat(refusal(Tokens.hs256(SECRET + "!", claims(""))))
                .contains("signature is wrong", "DUCKSOUP_JOIN_TOKEN_SECRET");
        assertThat(refusal(withPublicKey, Tokens.edDsa(newKeyPair().getPrivate(), claims("")), "")
                        .message())
                .contains("signature is wrong", "DUCKSOUP_JOIN_TOKEN_PUBLIC_KEY");
    }

    /** Every character of the three parts counts. */
    @Test
    void aChangedTokenIsRefused() {
        String good = Tokens.hs256(SECRET, claims(""));
        String[] parts = good.split("\\.");
        assertThat(refusal(parts[0] + "." + Tokens.base64(claims(",\"size\":8")) + "." + parts[2]))
                .contains("signature is wrong");
        assertThat(refusal(Tokens.base64("{\"alg\":\"HS256\",\"x\":1}") + "." + parts[1] + "." + parts[2]))
                .contains("signature is wrong");
        assertThat(refusal(parts[0] + "." + parts[1] + "." + parts[2].substring(1)))
                .contains("signature is wrong");
    }

    /** RFC 8725 section 3.1. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", ""})
    void anUnsignedTokenIsRefused(String algorithm) {
        String header = Tokens.base64("{\"alg\":\"" + algorithm + "\"}");
        String unsigned = header + "." + Tokens.base64(claims("")) + ".";
        assertThat(refusal(unsigned)).contains("allowed on this server: HS256");
        assertThat(refusal(withPublicKey, unsigned, "").message()).contains("allowed on this server: EdDSA");
    }

    @Test
    void aPublicKeyIsNoSecret() {
        for (byte[] known : new byte[][] {
            ED25519.getPublic().getEncoded(), publicKey(ED25519).getBytes(StandardCharsets.UTF_8)
        }) {
            String forged = Tokens.hmac("HmacSHA256", known, "{\"alg\":\"HS256\"}", claims(""));
            assertThat(refusal(withPublicKey, forged, "").message())
                    .contains("its algorithm (alg) is HS256; allowed on this server: EdDSA");
            JoinTokens both = tokens(Map.of("joinTokenSecret", SECRET, "joinTokenPublicKey", publicKey(ED25519)));
            assertThat(refusal(both, forged, "").message()).contains("signature is wrong");
        }
    }

    @Test
    void otherAlgorithmsAreRefused() {
        byte[] key = SECRET.getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(Tokens.hmac("HmacSHA512", key, "{\"alg\":\"HS512\"}", claims(""))))
                .contains("its algorithm (alg) is HS512; allowed on this server: HS256");
        assertThat(refusal(Tokens.hmac("HmacSHA256", key, "{\"typ\":\"JWT\"}", claims(""))))
                .contains("its algorithm (alg) is missing");
        assertThat(refusal(withSecret, Tokens.edDsa(ED25519.getPrivate(), claims("")), "")
                        .message())
                .contains("its algorithm (alg) is EdDSA");
    }

    @Test
    void anExtensionThatHasToBeUnderstoodIsRefused() {
        String token = Tokens.hmac(
                "HmacSHA256",
                SECRET.getBytes(StandardCharsets.UTF_8),
                "{\"alg\":\"HS256\",\"crit\":[\"http://example.com/x\"],\"http://example.com/x\":true}",
                claims(""));
        assertThat(refusal(token)).contains("could not be checked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "a.b",
                "a.b.c",
                "..",
                "a.b.c.d",
                "a.b.c.d.e",
                "eyJhbGciOiJIUzI1NiJ9..",
                "!!!.???.***",
                "eyJhbGciOlsiSFMyNTYiXX0.e30.AA"
            })
    void whatIsNoTokenIsRefused(String text) {
        assertThat(refusal(text)).isNotEmpty();
    }

    /** A claim that occurs twice is refused, because readers differ in which one counts. */
    @ParameterizedTest
    @ValueSource(strings = {"[]", "nonsense", "\"text\"", "{\"userId\":\"ann\",\"userId\":\"bob\"}", ""})
    void claimsThatAreNoneAreRefused(String payload) {
        assertThat(refusalOfClaims(payload)).contains("claims are not one flat JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"userId\":\"ann\" | its claim interactionName is missing",
                "\"interactionName\":\"trial\" | its claim userId is missing",
                "\"interactionName\":\"trial\",\"userId\":7 | its claim userId is missing",
                "\"interactionName\":\"trial\",\"userId\":\"\" | its claim userId is missing",
                "\"interactionName\":\"trial\",\"userId\":\"ann\",\"namespace\":7 | its claim namespace is missing or not a name",
                "\"interactionName\":\"trial\",\"userId\":\"bob\" | for the userId \"bob\", but the page asks for \"ann\"",
                "\"interactionName\":\"other\",\"userId\":\"ann\" | for the interactionName \"other\"",
                "\"interactionName\":\"trial\",\"userId\":\"ann\",\"namespace\":\"x\" | for the namespace \"x\", but the page asks for \"default\""
            })
    void aTokenNamesInteractionAndUser(String names, String message) {
        assertThat(refusalOfClaims("{" + names + ",\"exp\":" + (NOW_SECONDS + 1) + "}"))
                .contains(message);
    }

    @Test
    void aPageMayNotTakeAnotherNamespace() {
        assertThat(refusal(withSecret, Tokens.hs256(SECRET, claims("")), ",\"namespace\":\"x\"")
                        .message())
                .contains("for the namespace \"default\", but the page asks for \"x\"");
    }

    @Test
    void anExpiryIsRequired() {
        assertThat(refusalOfClaims("{" + NAMES + "}")).contains("its claim exp is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tomorrow\"", "true", "-1", "1e300", "[1]"})
    void anExpiryIsATime(String expiry) {
        assertThat(refusalOfClaims("{" + NAMES + ",\"exp\":" + expiry + "}"))
                .contains("its claim exp is", "required: a number of seconds since 1970");
    }

    @Test
    void afterItsExpiryAndAMomentATokenIsRefused() throws ClientMessageException {
        assertThat(withSecret.admit(
                        join(Tokens.hs256(SECRET, "{" + NAMES + ",\"exp\":" + (NOW_SECONDS - 29) + "}"), "")))
                .isNotNull();
        assertThat(refusalOfClaims("{" + NAMES + ",\"exp\":" + (NOW_SECONDS - 30) + "}"))
                .contains("it expired at 2026-11-22T09:59:30Z, and here it is 2026-11-22T10:00:00Z");
    }

    /**
     * A participant gets their seat in a running call back even if the token has expired meanwhile, but not with
     * another token.
     */
    @Test
    void aSocketThatResumesIsNoNewEntry() throws ClientMessageException {
        String expired = Tokens.hs256(SECRET, "{" + NAMES + ",\"exp\":" + (NOW_SECONDS - 600) + "}");
        String resuming = ",\"resumeToken\":\"a secret of that client\"";
        assertThat(withSecret.admit(join(expired, resuming))).isNotNull();
        assertThat(refusal(withSecret, expired, ",\"resumeToken\":\"\"").message())
                .as("an empty one is none: a page passes on what it does not have")
                .contains("it expired at");
        assertThat(refusal(withSecret, null, resuming).message()).contains("it is missing");
        assertThat(refusal(withSecret, Tokens.hs256(SECRET + "!", claims("")), resuming)
                        .message())
                .contains("signature is wrong");
    }

    @Test
    void beforeItsTimeATokenIsRefused() throws ClientMessageException {
        assertThat(withSecret.admit(join(Tokens.hs256(SECRET, claims(",\"nbf\":" + (NOW_SECONDS + 30))), "")))
                .isNotNull();
        assertThat(refusalOfClaims(claims(",\"nbf\":" + (NOW_SECONDS + 31))))
                .contains("it is valid from 2026-11-22T10:00:31Z", "clocks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "[]", "[\"other\"]", "7"})
    void aTokenForAnotherServiceIsRefused(String audience) {
        assertThat(refusalOfClaims(claims(",\"aud\":" + audience))).contains("its claim aud is");
    }

    @Test
    void aTokenIsBounded() {
        ClientMessageException refused = catchThrowableOfType(
                ClientMessageException.class, () -> withSecret.admit(join("x".repeat(20_000), "")));
        assertThat(refused.reason().message()).contains("at most 16384 bytes").hasSizeLessThan(250);
    }

    // ---- plans

    private static final String PLANNED = ",\"plan\":\"dyad-2\",\"role\":\"speaker\"";

    private JoinRequest planned(String claims, String more) throws ClientMessageException {
        JoinTokens.Admitted admitted = withSecret.admit(join(Tokens.hs256(SECRET, claims(claims)), more));
        return new JoinRequestReader(ConfiguredLimits.joins(Configurations.defaults()))
                .read(admitted, FakeSocket.ORIGIN);
    }

    @Test
    void aTokenSaysPlanRoleAndCondition() throws ClientMessageException {
        JoinRequest request = planned(PLANNED + ",\"condition\":\"k3x9\"", "");
        assertThat(request.place()).isEqualTo(new PlanPlace("dyad-2", "speaker", "k3x9"));
        assertThat(request.grant()).isEqualTo(new JoinGrant(JoinGrant.Control.NONE, Map.of()));
        assertThat(planned(PLANNED, PLANNED).place()).isEqualTo(new PlanPlace("dyad-2", "speaker", null));
        assertThat(planned(PLANNED + ",\"condition\":\"\",\"audioFx\":\"\",\"size\":null", "")
                        .place())
                .isEqualTo(new PlanPlace("dyad-2", "speaker", null));
        assertThat(planned("", "").place()).isNull();
    }

    @Test
    void withoutAKeyThePageSaysItsPlan() throws ClientMessageException {
        JoinTokens.Admitted admitted = tokens(Map.of()).admit(join(null, PLANNED));
        assertThat(admitted.condition()).isNull();
        assertThat(admitted.join().name("plan")).isEqualTo("dyad-2");
    }

    @Test
    void aTokenWithAPlanMaySayThatNoCameraIsOpened() throws ClientMessageException {
        assertThat(planned(PLANNED + ",\"audioOnly\":true", "").place().audioOnly())
                .isTrue();
        assertThat(planned(PLANNED + ",\"audioOnly\":true", ",\"audioOnly\":false")
                        .place()
                        .audioOnly())
                .isTrue();
        assertThat(planned(PLANNED, ",\"audioOnly\":true").place().audioOnly()).isTrue();
    }

    /** Who has asked for the code is an operator; the join is refused later if it is none. */
    @Test
    void theCodeOfATrialIsAsGoodAsAToken() throws ClientMessageException {
        JoinTokens.Admitted admitted = withSecret.admit(join(null, ",\"trial\":\"00ff\""));
        assertThat(admitted.grant()).isEqualTo(new JoinGrant(JoinGrant.Control.NONE, Map.of()));
        assertThat(admitted.condition()).isNull();
        assertThat(refusal(withSecret, null, ",\"trial\":\"\"").message()).contains("it is missing");
        assertThat(catchThrowableOfType(ClientMessageException.class, () -> planned(PLANNED, ",\"trial\":\"00ff\""))
                        .reason()
                        .key())
                .isEqualTo("trial");
    }

    @Test
    void aPageThatNamesAPlanOrRoleNamesTheOneOfItsToken() {
        String token = Tokens.hs256(SECRET, claims(PLANNED));
        assertThat(refusal(withSecret, token, ",\"plan\":\"other\"").message())
                .contains("it is for the plan \"dyad-2\", but the page asks for \"other\"; both must be the same");
        assertThat(refusal(withSecret, token, ",\"role\":\"listener\"").message())
                .contains("it is for the role \"speaker\", but the page asks for \"listener\"");
    }

    /** Without effects and steps, the call would be none of the experiment. */
    @Test
    void aPageWithAPlanNeedsATokenWithOne() {
        ClientMessageException refused = catchThrowableOfType(ClientMessageException.class, () -> planned("", PLANNED));
        assertThat(refused.reason().key()).isEqualTo("plan");
        assertThat(refused.reason().value()).isEqualTo("dyad-2");
        assertThat(refused.reason().message()).contains("the page's token has no claim plan");
        refused = catchThrowableOfType(ClientMessageException.class, () -> planned("", ",\"role\":\"speaker\""));
        assertThat(refused.reason().key()).isEqualTo("plan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"duration\":600",
                "\"size\":2",
                "\"width\":800",
                "\"height\":600",
                "\"frameRate\":30",
                "\"framerate\":30",
                "\"audioFx\":\"pitch pitch=0.8\"",
                "\"videoFx\":\"bulge\"",
                "\"videoFormat\":\"VP8\"",
                "\"recordingMode\":\"muxed\"",
                "\"gpu\":false",
                "\"overlay\":false",
                "\"control\":\"none\""
            })
    void aTokenWithAPlanSaysNothingOfWhatThePlanDecidesOn(String claim) {
        String key = claim.substring(1, claim.indexOf('"', 1));
        assertThat(refusalOfClaims(claims(PLANNED + "," + claim)))
                .contains("its claim " + key + " is there beside the claim plan", "participants can read a token")
                .doesNotContain("pitch", "bulge");
    }

    /** It is refused and not ignored, as without tokens. */
    @Test
    void aPageWithAPlannedTokenSaysNothingOfItEither() {
        ClientMessageException refused =
                catchThrowableOfType(ClientMessageException.class, () -> planned(PLANNED, ",\"duration\":60"));
        assertThat(refused.reason().key()).isEqualTo("duration");
        refused = catchThrowableOfType(ClientMessageException.class, () -> planned(PLANNED, ",\"condition\":\"k3x9\""));
        assertThat(refused.reason().key()).isEqualTo("condition");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"plan\":\"dyad-2\" | its claim role is missing or not a name",
                "\"plan\":7,\"role\":\"a\" | its claim plan is missing or not a name",
                "\"role\":\"a\" | its claim role is there without the claim plan",
                "\"condition\":\"k3x9\" | its claim condition is there without the claim plan",
                "\"plan\":\"p\",\"role\":\"a\",\"condition\":7 | its claim condition is no code of a condition",
                "\"plan\":\"p\",\"role\":\"a\",\"condition\":{} | its claim condition is no code of a condition",
                "\"plan\":\"p\",\"role\":\"a\",\"condition\":\"a\\u0007\" | its claim condition is no code of a condition"
            })
    void claimsOfAPlanThatDoNotFitAreRefused(String claims, String words) {
        assertThat(refusalOfClaims(claims("," + claims))).contains(words).doesNotContain("k3x9");
    }

    @Test
    void aConditionThatIsTooLongIsRefused() {
        String sentence = refusalOfClaims(claims(PLANNED + ",\"condition\":\"" + "k".repeat(201) + "\""));
        assertThat(sentence).contains("its claim condition is no code").doesNotContain("kkk");
    }

    // ---- keys

    @Test
    void keysThatAreNoneAreRefused() {
        assertThatThrownBy(() -> tokens(Map.of("joinTokenSecret", "hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("joinTokenSecret")
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("at least 32");
        for (String wrong : new String[] {"x", "AAAA", Base64.getEncoder().encodeToString(new byte[44])}) {
            assertThatThrownBy(() -> tokens(Map.of("joinTokenPublicKey", wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("joinTokenPublicKey")
                    .hasMessageContaining("Ed25519");
        }
    }

    // ---- vectors of the specifications

    /** RFC 7515 appendix A.1, which is also the example of RFC 7519 section 3.1. */
    @Test
    void verifiesTheExampleOfRfc7515() throws ClientMessageException {
        byte[] key = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        JoinTokenKeys keys = new JoinTokenKeys(Map.of("HS256", new HmacKey(key)));
        assertThat(keys.verified("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                        + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                        + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
    }

    /** RFC 8037 appendix A.4, with the public key of A.2. */
    @Test
    void verifiesTheExampleOfRfc8037() throws Exception {
        byte[] x = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(x));
        JoinTokenKeys keys = new JoinTokenKeys(
                Map.of("EdDSA", KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded))));
        String token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
                + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        assertThat(keys.verified(token)).isEqualTo("Example of Ed25519 signing");
        assertThat(catchThrowableOfType(
                        ClientMessageException.class, () -> keys.verified(token.replace(".hgy", ".hgz"))))
                .isNotNull();
    }
}
