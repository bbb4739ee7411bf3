package org.ducksoup.itest.tool.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Frames of clients that are broken, old or hostile, and of programs that are no clients. The same seed makes the same
 * frames.
 */
public final class MalformedFrames {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> MEMBERS = List.of(
            "interactionName",
            "userId",
            "duration",
            "size",
            "width",
            "height",
            "frameRate",
            "framerate",
            "audioFx",
            "videoFx",
            "namespace",
            "videoFormat",
            "recordingMode",
            "gpu",
            "overlay",
            "audioOnly",
            "resumeToken");

    /** JSON as text, partly invalid. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "0.5",
            "99999999999999999999999999",
            "NaN",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "{}",
            "[]",
            "[[[[[[[[]]]]]]]]",
            "{\"a\":{\"a\":{\"a\":{}}}}",
            "\"../../../etc/passwd\"",
            "\"pitch ! filesink location=/tmp/x\"",
            "\"" + "名".repeat(3000) + "\"",
            "\"" + "x".repeat(100_000) + "\"",
            "[".repeat(5000),
            "{\"a\":".repeat(3000));

    private static final List<String> SDP = List.of(
            "",
            "v=0",
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n",
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
                    + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n",
            "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n".repeat(2000),
            "a=candidate:1 1 udp 1 256.0.0.1 99999 typ host\r\n",
            "\u0000\u0001");

    private static final List<String> CANDIDATES = List.of(
            "",
            "candidate",
            "candidate:1 1 udp 2130706431 127.0.0.1 1 typ host",
            "candidate:1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
            "candidate:1 1 udp 1 3f5a.local 5000 typ host",
            "candidate:1 1 udp -1 192.0.2.1 99999 typ host",
            "candidate:1 9 udp 1 192.0.2.1 9 typ relay raddr 0.0.0.0",
            "x".repeat(20_000));

    private final RandomGenerator random;

    public MalformedFrames(RandomGenerator random) {
        this.random = random;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A first frame in place of a valid join. */
    public String first() {
        return switch (random.nextInt(8)) {
            case 0 -> any(VALUES);
            case 1 -> cut(frame("join", goodJoin("whoever")));
            case 2 -> message();
            case 3 -> "{\"kind\":\"join\",\"payload\":" + any(VALUES) + "}";
            default -> frame("join", badJoin());
        };
    }

    private String badJoin() {
        String payload = goodJoin("whoever-" + random.nextInt(1000));
        for (int i = random.nextInt(3); i >= 0; i--) {
            String member = "\"" + any(MEMBERS) + "\":" + any(VALUES) + ",";
            payload = random.nextInt(4) == 0
                    ? payload.replaceFirst("\"(interactionName|userId)\":\"[^\"]*\",?", "")
                    : "{" + member + payload.substring(1);
        }
        return random.nextInt(6) == 0 ? cut(payload) : payload;
    }

    /** Any frame after a join. */
    public String message() {
        return switch (random.nextInt(10)) {
            case 0 -> frame("client_answer", description("answer"));
            case 1 -> frame("client_answer", description(any(List.of("offer", "pranswer", "rollback", ""))));
            case 2 -> frame("client_ice_candidate", candidate());
            case 3 -> frame("client_negotiation_needed", any(VALUES));
            case 4 -> frame("client_control", control());
            case 5 -> frame("client_polycontrol", control());
            case 6 -> frame(any(List.of("offer", "start", "files", "", "join", "client_", "ext_")), any(VALUES));
            case 7 -> "{\"kind\":" + any(VALUES) + ",\"payload\":" + any(VALUES) + "}";
            case 8 -> cut(frame("client_answer", description("answer")));
            default -> any(VALUES);
        };
    }

    /** A join that is admitted. */
    public static String goodJoin(String interactionName) {
        return "{\"interactionName\":\"" + interactionName
                + "\",\"userId\":\"me\",\"size\":1,\"duration\":5,\"videoFormat\":\"VP8\",\"recordingMode\":\"none\"}";
    }

    public static String frame(String kind, String payload) {
        return JSON.objectNode().put("kind", kind).put("payload", payload).toString();
    }

    private String description(String type) {
        return JSON.objectNode().put("type", type).put("sdp", any(SDP)).toString();
    }

    private String candidate() {
        ObjectNode init = JSON.objectNode().put("candidate", any(CANDIDATES));
        if (random.nextBoolean()) {
            init.put("sdpMid", any(List.of("0", "7", "", "\u0000"))).put("sdpMLineIndex", random.nextInt(-2, 70_000));
        }
        return init.toString();
    }

    private String control() {
        return "{\"name\":" + any(VALUES) + ",\"property\":" + any(VALUES) + ",\"value\":" + any(VALUES) + ",\"kind\":"
                + any(VALUES) + ",\"duration\":" + any(VALUES) + ",\"userId\":" + any(VALUES) + "}";
    }

    private String cut(String text) {
        return text.substring(0, random.nextInt(text.length()));
    }
}
