package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.signaling.json.ClientMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageParserTest extends ParsedMessages {
    @Test
    void readsTheKindsWithoutObjects() throws ClientMessageException {
        assertThat(parse("{\"kind\":\"stop\"}")).isEqualTo(new ClientMessage.Stop());
        assertThat(parse("{\"kind\":\"stop\",\"payload\":null}")).isEqualTo(new ClientMessage.Stop());
        assertThat(parse("{\"kind\":\"client_ice_connection_state_disconnected\"}"))
                .isEqualTo(new ClientMessage.IceDisconnected());
        assertThat(parse("client_negotiation_needed", "stable"))
                .isEqualTo(new ClientMessage.NegotiationNeeded("stable"));
        assertThat(parse("{\"kind\":\"client_negotiation_needed\"}"))
                .isEqualTo(new ClientMessage.NegotiationNeeded(""));
    }

    @Test
    void readsAnswersAndCandidates() throws ClientMessageException {
        assertThat(parse("client_answer", "{\"type\":\"answer\",\"sdp\":\"v=0\\r\\n\"}"))
                .isEqualTo(new ClientMessage.Answer(SessionDescription.answer("v=0\r\n")));
        assertThat(
                        parse(
                                "client_ice_candidate",
                                "{\"candidate\":\"candidate:1\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"u\"}"))
                .isEqualTo(new ClientMessage.Candidate(new IceCandidate("candidate:1", "0", 0, "u")));
        assertThat(parse("client_ice_candidate", "{\"candidate\":\"\",\"sdpMid\":null}"))
                .isEqualTo(new ClientMessage.Candidate(new IceCandidate("", null, null, null)));
    }

    @ParameterizedTest
    @CsvSource({"client_answer", "client_ice_candidate", "client_control", "client_polycontrol", "mark", "join"})
    void wantsAnObjectInAString(String kind) {
        assertThat(refused(kind, "[]").reason().message())
                .isEqualTo("payload is JSON, but not an object; required: one JSON object");
        assertThat(refused(kind, "").reason().key()).isEqualTo("payload");
        assertThat(refused(kind, "nonsense").reason().value()).isEqualTo("nonsense");
        assertThat(catchThrowableOfType(
                                ClientMessageException.class, () -> parse("{\"kind\":\"" + kind + "\",\"payload\":{}}"))
                        .reason()
                        .message())
                .startsWith("payload is {}; allowed: text");
        assertThat(catchThrowableOfType(ClientMessageException.class, () -> parse("{\"kind\":\"" + kind + "\"}"))
                        .reason()
                        .message())
                .startsWith("payload is missing");
    }

    @Test
    void readsControls() throws ClientMessageException {
        assertThat(parse("client_control", "{\"name\":\"fx\",\"property\":\"pitch\",\"value\":1.2,\"duration\":500}"))
                .isEqualTo(new ClientMessage.Control(new EffectControl(
                        "fx", "pitch", new PropertyValue.FloatValue(1.2f), Duration.ofMillis(500), null)));
        assertThat(parse(
                        "client_control",
                        "{\"name\":\"fx\",\"property\":\"p\",\"value\":-1,\"duration\":60000,\"userId\":\"bob\"}"))
                .isEqualTo(new ClientMessage.Control(new EffectControl(
                        "fx", "p", new PropertyValue.FloatValue(-1), Duration.ofMillis(5000), "bob")));
        assertThat(parse("client_control", "{\"name\":\"fx\",\"property\":\"p\",\"value\":0,\"userId\":\"\"}"))
                .isEqualTo(new ClientMessage.Control(
                        new EffectControl("fx", "p", new PropertyValue.FloatValue(0), Duration.ZERO, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"property\":\"p\",\"value\":1}",
                "{\"name\":\"\",\"property\":\"p\",\"value\":1}",
                "{\"name\":\"fx\",\"value\":1}",
                "{\"name\":\"fx\",\"property\":\"p\"}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":\"1\"}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":NaN}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":1e39}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":1e999}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":1,\"duration\":-1}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":1,\"duration\":\"500\"}",
                "{\"name\":\"fx\",\"property\":\"p\",\"value\":1,\"userId\":5}"
            })
    void refusesControlsThatMeanNothing(String payload) {
        refused("client_control", payload);
    }

    private PropertyValue poly(String kind, String value) throws ClientMessageException {
        var control = (ClientMessage.PolyControl) parse("client_polycontrol", polyPayload(kind, value));
        assertThat(control.control().duration()).isZero();
        assertThat(control.control().userId()).isNull();
        return control.control().value();
    }

    private static String polyPayload(String kind, String value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "fx")
                .put("property", "p")
                .put("kind", kind)
                .put("value", value)
                .toString();
    }

    @Test
    void readsTypedValues() throws ClientMessageException {
        assertThat(poly("float", "-1.5e2")).isEqualTo(new PropertyValue.FloatValue(-150));
        assertThat(poly("double", ".25")).isEqualTo(new PropertyValue.DoubleValue(0.25));
        assertThat(poly("int", "-2147483648")).isEqualTo(new PropertyValue.IntValue(Integer.MIN_VALUE));
        assertThat(poly("uint64", "18446744073709551615")).isEqualTo(new PropertyValue.Uint64Value(-1));
        assertThat(poly("string", "xpro! ≥")).isEqualTo(new PropertyValue.StringValue("xpro! ≥"));
    }

    @ParameterizedTest
    @CsvSource({
        "float, 1e39",
        "float, NaN",
        "float, 1f",
        "float, 0x1p3",
        "double, 1e309",
        "double, Infinity",
        "double, ' 1'",
        "int, 2147483648",
        "int, 1.0",
        "int, ''",
        "uint64, -1",
        "uint64, 18446744073709551616",
        "string, 'a\u0000b'",
        "bool, true"
    })
    void refusesTypedValuesOutOfRange(String kind, String value) {
        assertThat(refused("client_polycontrol", polyPayload(kind, value))
                        .reason()
                        .message())
                .contains("allowed: ");
    }

    @Test
    void passesOnWhatClientsLog() throws ClientMessageException {
        assertThat(parse("client_video_resolution_updated", "800x600"))
                .isEqualTo(new ClientMessage.Log(new ClientLog("client_video_resolution_updated", "800x600")));
        assertThat(parse("ext_user_event", "inactive"))
                .isEqualTo(new ClientMessage.Log(new ClientLog("ext_user_event", "inactive")));
        assertThat(parse("{\"kind\":\"ext_\"}")).isEqualTo(new ClientMessage.Log(new ClientLog("ext_", null)));
        assertThat(parse("ext_x", "")).isEqualTo(new ClientMessage.Log(new ClientLog("ext_x", "")));
        refused("ext_x", "x".repeat(70_000));
        refused("start", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"join\"",
                "[]",
                "{",
                "{}",
                "{\"kind\":7}",
                "{\"kind\":null}",
                "{\"kind\":\"\"}",
                "{\"kind\":\"stop\",\"kind\":\"join\"}",
                "{\"kind\":\"stop\"} {}",
                "{\"kind\":\"stop\",\"payload\":7}",
                "{\"kind\":\"stop\",\"x\":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}",
                "{'kind':'stop'}",
                "{\"kind\":\"st\u0000op\"}"
            })
    void refusesWhatIsNoMessage(String frame) {
        ClientMessageException refused = catchThrowableOfType(ClientMessageException.class, () -> parse(frame));
        assertThat(refused).isNotNull();
        assertThat(refused.reason().message()).isNotEmpty();
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void ignoresMembersItDoesNotKnow() throws ClientMessageException {
        assertThat(parse("{\"kind\":\"stop\",\"later\":{\"a\":[1]}}")).isEqualTo(new ClientMessage.Stop());
    }

    private Mark mark(String payload) throws ClientMessageException {
        return ((ClientMessage.Mark) parse("mark", payload)).mark();
    }

    @Test
    void readsMarks() throws ClientMessageException {
        assertThat(mark("{\"name\":\"stimulus\",\"data\":\"face-12\"}")).isEqualTo(new Mark("stimulus", "face-12"));
        assertThat(mark("{\"name\":\"go\"}")).isEqualTo(new Mark("go", null));
        assertThat(mark("{\"name\":\"go\",\"data\":null}")).isEqualTo(new Mark("go", null));
        assertThat(mark("{\"name\":\"go\",\"data\":\"\"}")).isEqualTo(new Mark("go", null));
        assertThat(mark("{\"name\":\"Bild ≥ 3\",\"data\":0.5}")).isEqualTo(new Mark("Bild ≥ 3", "0.5"));
        assertThat(mark("{\"name\":\"key\",\"data\":false}")).isEqualTo(new Mark("key", "false"));
        assertThat(mark("{\"name\":\"key\",\"data\":{\"code\": \"a\\nb\", \"at\": [1, 2]}}"))
                .isEqualTo(new Mark("key", "{\"code\":\"a\\nb\",\"at\":[1,2]}"));
        assertThat(mark("{\"name\":\"text\",\"data\":\"two\\nlines\"}")).isEqualTo(new Mark("text", "two\nlines"));
        String longest = "x".repeat(Mark.MAX_NAME);
        String most = "y".repeat(Mark.MAX_DATA);
        assertThat(mark("{\"name\":\"" + longest + "\",\"data\":\"" + most + "\"}"))
                .isEqualTo(new Mark(longest, most));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":\"\"}",
                "{\"name\":7}",
                "{\"name\":\"a\\nb\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"a\",\"name\":\"b\"}"
            })
    void refusesMarksWithoutAName(String payload) {
        refused("mark", payload);
    }

    @Test
    void boundsMarks() {
        assertThat(refused("mark", "{\"name\":\"" + "x".repeat(Mark.MAX_NAME + 1) + "\"}")
                        .reason()
                        .message())
                .contains("name is \"xxx", "required: text of 1 to 100 characters without control characters");
        for (String data : new String[] {
            '"' + "y".repeat(Mark.MAX_DATA + 1) + '"',
            "{\"a\":\"" + "y".repeat(Mark.MAX_DATA - 7) + "\"}",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "{\"a\":\"\\ud800\"}"
        }) {
            assertThat(refused("mark", "{\"name\":\"a\",\"data\":" + data + "}").reason())
                    .satisfies(reason -> assertThat(reason.key()).isEqualTo("data"))
                    .satisfies(reason -> assertThat(reason.message()).contains("at most 1000 characters"));
        }
    }
}
