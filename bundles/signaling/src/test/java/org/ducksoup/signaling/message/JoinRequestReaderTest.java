package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.JoinRequest.PlanPlace;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Codec;
import org.ducksoup.signaling.Configurations;
import org.ducksoup.signaling.ConfiguredLimits;
import org.ducksoup.signaling.FakeSocket;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.StrictJson;
import org.ducksoup.signaling.token.JoinTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinRequestReaderTest {
    private static final String ORIGIN = FakeSocket.ORIGIN;

    private final JoinRequestReader reader = new JoinRequestReader(ConfiguredLimits.joins(Configurations.defaults()));

    private JoinRequest read(String payload) throws ClientMessageException {
        return read(payload, null);
    }

    private JoinRequest read(String payload, String condition) throws ClientMessageException {
        return reader.read(
                new JoinTokens.Admitted(StrictJson.object("join", "payload", payload), JoinGrant.OPEN, condition),
                ORIGIN);
    }

    /** A join with one more member. */
    private JoinRequest with(String member) throws ClientMessageException {
        return read("{\"interactionName\":\"trial\",\"userId\":\"ann\"," + member + "}");
    }

    private Reason refusal(String member) {
        ClientMessageException refused = catchThrowableOfType(ClientMessageException.class, () -> with(member));
        assertThat(refused).as(member).isNotNull();
        return refused.reason();
    }

    @Test
    void fillsInTheDefaults() throws ClientMessageException {
        assertThat(read("{\"interactionName\":\"trial\",\"userId\":\"ann\"}"))
                .isEqualTo(new JoinRequest(
                        new InteractionKey(ORIGIN, "default", "trial"),
                        "ann",
                        Duration.ofSeconds(30),
                        2,
                        new VideoRequest(Codec.H264, 800, 600, 30),
                        null,
                        null,
                        "muxed",
                        false,
                        false,
                        false,
                        null,
                        JoinGrant.OPEN,
                        null));
    }

    @Test
    void takesEveryMember() throws ClientMessageException {
        assertThat(with("""
                        "namespace":"exp","duration":60,"size":1,"width":640,"height":480,"frameRate":25,
                        "audioFx":"pitch pitch=0.8 name=fx","videoFx":"coloreffects preset=xpro","videoFormat":"VP8",
                        "recordingMode":"split","gpu":true,"overlay":true,"audioOnly":true,"resumeToken":"secret",
                        "heard":12
                        """))
                .isEqualTo(new JoinRequest(
                        new InteractionKey(ORIGIN, "exp", "trial"),
                        "ann",
                        Duration.ofSeconds(60),
                        1,
                        new VideoRequest(Codec.VP8, 640, 480, 25),
                        "pitch pitch=0.8 name=fx",
                        "coloreffects preset=xpro",
                        "split",
                        true,
                        true,
                        true,
                        new Resumption("secret", 12),
                        JoinGrant.OPEN,
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 30",
        "-5, 30",
        "1, 1",
        "1200, 1200",
        "1201, 1200",
        "99999999999999999999, 1200",
        "45.0, 45",
        "1e400, 1200"
    })
    void clampsTheDuration(String written, long seconds) throws ClientMessageException {
        assertThat(with("\"duration\":" + written).duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "-1, 2", "1, 1", "8, 8", "9, 8", "null, 2"})
    void clampsTheSize(String written, int size) throws ClientMessageException {
        assertThat(with("\"size\":" + written).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"frameRate, 24", "framerate, 24"})
    void readsBothSpellingsOfTheFrameRate(String key, int rate) throws ClientMessageException {
        assertThat(with("\"" + key + "\":" + rate).video().frameRate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({"H264, H264", "VP8, VP8", "AV1, H264", "opus, H264", "'', H264"})
    void takesH264ForAnyOtherVideoFormat(String format, Codec codec) throws ClientMessageException {
        assertThat(with("\"videoFormat\":\"" + format + "\"").video().codec()).isEqualTo(codec);
    }

    @Test
    void keepsNamesOfAnyScriptInOneSpelling() throws ClientMessageException {
        JoinRequest request = read("{\"interactionName\":\"实验\",\"userId\":\"Zoe\\u0308\",\"namespace\":\"\"}");
        assertThat(request.userId()).isEqualTo("Zo\u00eb");
        assertThat(request.key()).isEqualTo(new InteractionKey(ORIGIN, "default", "实验"));
    }

    @Test
    void measuresNamesInBytes() throws ClientMessageException {
        String longest = "名".repeat(66) + "ab";
        assertThat(with("\"namespace\":\"" + longest + "\"").key().namespace()).isEqualTo(longest);
        assertThat(refusal("\"namespace\":\"" + longest + "c\"").message())
                .contains("1 to 200 bytes in UTF-8")
                .hasSizeLessThan(250);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"interactionName\":\"trial\"}",
                "{\"interactionName\":\"trial\",\"userId\":\"\"}",
                "{\"interactionName\":\"trial\",\"userId\":null}",
                "{\"interactionName\":\"trial\",\"userId\":7}",
                "{\"interactionName\":\"trial\",\"userId\":\"a\\u0000b\"}",
                "{\"interactionName\":\"trial\",\"userId\":\"a\\u009bb\"}",
                "{\"interactionName\":\"trial\",\"userId\":\"\\ud800\"}",
                "{\"interactionName\":[\"trial\"],\"userId\":\"ann\"}",
                "{\"interactionName\":\"trial\",\"userId\":\"ann\",\"userId\":\"bob\"}"
            })
    void refusesNamesThatAreNone(String payload) {
        ClientMessageException refused = catchThrowableOfType(ClientMessageException.class, () -> read(payload));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo("join");
        assertThat(refused.reason().message()).contains("required: ");
    }

    @Test
    void saysWhatIsAllowed() {
        assertThat(refusal("\"width\":100000"))
                .isEqualTo(new Reason("width", "100000", "width is 100000; allowed: 16 to 3840, or 0 for 800"));
        assertThat(refusal("\"size\":\"two\"").message()).isEqualTo("size is \"two\"; allowed: a whole number");
        assertThat(refusal("\"duration\":1.5").message()).isEqualTo("duration is 1.5; allowed: a whole number");
        assertThat(refusal("\"gpu\":1").message()).isEqualTo("gpu is 1; allowed: true or false");
        assertThat(refusal("\"framerate\":61").message()).isEqualTo("framerate is 61; allowed: 1 to 60, or 0 for 30");
        assertThat(refusal("\"audioFx\":\"a\\u0007\"").message())
                .isEqualTo("audioFx is \"a?\"; allowed: text without control characters");
        assertThat(refusal("\"width\":3840,\"height\":2160,\"frameRate\":30").message())
                .contains("124416000 pixels per second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"width\":-1",
                "\"height\":15",
                "\"frameRate\":-30",
                "\"width\":true",
                "\"videoFormat\":8",
                "\"videoFx\":{}",
                "\"recordingMode\":[]"
            })
    void refusesOtherValuesOutOfBounds(String member) {
        assertThat(refusal(member).message()).contains("allowed: ");
    }

    @Test
    void shortensWhatItQuotes() {
        Reason reason = refusal("\"audioFx\":\"" + "x".repeat(5000) + "\"");
        assertThat(reason.value()).hasSize(61).endsWith("…");
    }

    @Test
    void keepsLineEndsInEffectsAndTakesNoEffectFromABlankOne() throws ClientMessageException {
        assertThat(with("\"audioFx\":\"pitch\\n  pitch=0.8\"").audioFx()).isEqualTo("pitch\n  pitch=0.8");
        assertThat(with("\"audioFx\":\" \"").audioFx()).isNull();
    }

    @Test
    void multipliesWithoutOverflow() throws ClientMessageException {
        var widest = new JoinRequestReader(ConfiguredLimits.joins(
                Configurations.with(Map.of("maxWidth", 16384, "maxHeight", 16384, "maxFrameRate", 1000))));
        String payload =
                "{\"interactionName\":\"t\",\"userId\":\"u\",\"width\":16384,\"height\":16384,\"frameRate\":1000}";
        assertThat(catchThrowableOfType(
                        ClientMessageException.class,
                        () -> widest.read(
                                new JoinTokens.Admitted(
                                        StrictJson.object("join", "payload", payload), JoinGrant.OPEN, null),
                                ORIGIN)))
                .isNotNull();
    }

    // ---- plans

    private static final String PLACE = "\"plan\":\"dyad-2\",\"role\":\"speaker\"";

    @Test
    void aPlaceInAPlanHasTheDefaultsOfAllElse() throws ClientMessageException {
        JoinRequest without = with("\"namespace\":\"exp\"");
        JoinRequest planned = with("\"namespace\":\"exp\",\"resumeToken\":\"secret\",\"token\":\"t\"," + PLACE);
        assertThat(planned.place()).isEqualTo(new PlanPlace("dyad-2", "speaker", null));
        assertThat(planned)
                .isEqualTo(new JoinRequest(
                        without.key(),
                        "ann",
                        without.duration(),
                        without.size(),
                        without.video(),
                        null,
                        null,
                        "muxed",
                        false,
                        false,
                        false,
                        new Resumption("secret", Resumption.UNKNOWN),
                        JoinGrant.OPEN,
                        planned.place()));
        assertThat(without.place()).isNull();
    }

    @Test
    void namesOfPlansAndRolesAreInOneSpelling() throws ClientMessageException {
        assertThat(with("\"plan\":\"Zoe\u0308\",\"role\":\"o\u0308\"").place())
                .isEqualTo(new PlanPlace("Zo\u00eb", "\u00f6", null));
        assertThat(with("\"plan\":\"\",\"role\":null").place()).isNull();
        assertThat(refusal("\"plan\":7,\"role\":\"a\"").key()).isEqualTo("plan");
        assertThat(refusal("\"plan\":\"p\",\"role\":\"a\\u0007\"").message())
                .contains("1 to 200 bytes in UTF-8 without control characters");
        assertThat(refusal("\"plan\":\"" + "x".repeat(201) + "\",\"role\":\"a\"")
                        .key())
                .isEqualTo("plan");
    }

    @Test
    void aPlanAndARoleBelongTogether() {
        assertThat(refusal("\"plan\":\"dyad-2\""))
                .isEqualTo(new Reason("role", "", "role is missing; required with a plan: one of its roles"));
        assertThat(refusal("\"role\":\"speaker\",\"plan\":\"\"").key()).isEqualTo("plan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"duration\":60",
                "\"size\":2",
                "\"width\":0",
                "\"height\":600",
                "\"frameRate\":30",
                "\"framerate\":30",
                "\"videoFormat\":\"VP8\"",
                "\"recordingMode\":\"muxed\"",
                "\"gpu\":false",
                "\"overlay\":true",
                "\"size\":{}",
                "\"audioFx\":\" \""
            })
    void whatThePlanDecidesOnIsLeftOut(String member) {
        String key = member.substring(1, member.indexOf('"', 1));
        Reason reason = refusal(member + "," + PLACE);
        assertThat(reason.key()).isEqualTo(key);
        assertThat(reason.message())
                .startsWith(key + " is ")
                .endsWith("; the plan decides on it, so the page must leave it out");
    }

    @Test
    void theRefusalHasTheValueUnlessItIsAnEffect() {
        assertThat(refusal("\"gpu\":false," + PLACE))
                .isEqualTo(new Reason(
                        "gpu", "false", "gpu is false; the plan decides on it, so the page must leave it out"));
        assertThat(refusal("\"videoFx\":\"bulge zoom=1\"," + PLACE))
                .isEqualTo(new Reason(
                        "videoFx", "", "videoFx is given; the plan decides on it, so the page must leave it out"));
    }

    @Test
    void anEmptyTextAndNullAreNotGiven() throws ClientMessageException {
        assertThat(with("\"audioFx\":\"\",\"videoFx\":null,\"duration\":\"\",\"gpu\":null," + PLACE)
                        .place())
                .isNotNull();
    }

    /** The camera is opened before the plan is known. Whether it is what the plan says is found out where the plan is. */
    @Test
    void aPageMaySayThatItOpensNoCamera() throws ClientMessageException {
        assertThat(with("\"audioOnly\":true," + PLACE).place())
                .isEqualTo(new PlanPlace("dyad-2", "speaker", null).saying(true));
        assertThat(with("\"audioOnly\":false," + PLACE).place().audioOnly()).isFalse();
        assertThat(with("\"audioOnly\":null," + PLACE).place().audioOnly()).isNull();
        assertThat(with("\"audioOnly\":true,\"trial\":\"00ff\"").place().audioOnly())
                .isTrue();
        assertThat(refusal("\"audioOnly\":{}," + PLACE).key()).isEqualTo("audioOnly");
    }

    @Test
    void theCodeOfATrialSaysPlanAndRole() throws ClientMessageException {
        assertThat(with("\"trial\":\"00ff\"").place()).isEqualTo(PlanPlace.ofTrial("00ff"));
        assertThat(with("\"trial\":\"\"," + PLACE).place().trial()).isNull();
        Reason both = refusal("\"trial\":\"00ff\"," + PLACE);
        assertThat(both.key()).isEqualTo("trial");
        assertThat(both.message()).contains("must be left out");
        assertThat(refusal("\"trial\":\"00ff\",\"duration\":60").key()).isEqualTo("duration");
        assertThat(refusal("\"trial\":\"00ff\",\"condition\":\"lower\"").key()).isEqualTo("condition");
    }

    @Test
    void onlyATokenHasACondition() throws ClientMessageException {
        assertThat(read("{\"interactionName\":\"trial\",\"userId\":\"ann\"," + PLACE + "}", "k3x9")
                        .place())
                .isEqualTo(new PlanPlace("dyad-2", "speaker", "k3x9"));
        for (String more : new String[] {"", "," + PLACE}) {
            Reason reason = refusal("\"condition\":\"lower\"" + more);
            assertThat(reason.key()).isEqualTo("condition");
            assertThat(reason.value()).isEmpty();
            assertThat(reason.message())
                    .contains("a page must not say it", "the experiment's own server puts its code into the join token")
                    .doesNotContain("lower");
        }
        assertThat(refusal("\"condition\":7").key()).isEqualTo("condition");
    }
}
