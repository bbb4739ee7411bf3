package org.ducksoup.transport.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String AUDIO = HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

    static String resource(String name) {
        try (InputStream stream = SdpTest.class.getResourceAsStream(name + ".sdp")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsWhatChromiumAnswers() throws SdpException {
        Sdp sdp = SdpParser.parse(resource("chromium-answer"));
        assertThat(sdp.sessionId()).isEqualTo("6420317227525242032");
        assertThat(sdp.version()).isEqualTo(2);
        assertThat(sdp.bundle()).containsExactly("0", "1");
        MediaSection video = sdp.media().get(1);
        assertThat(video.kind()).isEqualTo("video");
        assertThat(video.isAccepted()).isTrue();
        assertThat(video.mid()).isEqualTo("1");
        assertThat(video.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(video.transport().ufrag()).isEqualTo("Yx2G");
        assertThat(video.transport().password()).isEqualTo("p9vT3rZq0Lk8dWm2sXc5Bn7H");
        assertThat(video.transport().setup()).isEqualTo("active");
        assertThat(video.transport().fingerprint().hashFunction()).isEqualTo("sha-256");
        assertThat(video.codecs()).extracting(RtpMap::payloadType).containsExactly(125, 96);
        assertThat(video.codec(125).orElseThrow().parameter("packetization-mode"))
                .isEqualTo("1");
        assertThat(video.codec(125).orElseThrow().parameter("nothing")).isNull();
        assertThat(video.codec(96).orElseThrow().feedback()).containsExactly("goog-remb", "ccm fir", "nack pli");
        assertThat(video.extensionId(ExtMap.MID)).isEqualTo(1);
        assertThat(video.extensionId("urn:unknown")).isEqualTo(-1);
        assertThat(video.msid()).endsWith(" 0d7a7b0c-2b1e-4b3e-8a4e-6f3d1a2b9c10");
        assertThat(video.sources()).containsExactly(new MediaSection.Source(951948027, "Wq7yI0E1nMZlq8Jt"));
    }

    @Test
    void readsWhatChromiumOffers() throws SdpException {
        Sdp sdp = SdpParser.parse(resource("chromium-offer"));
        assertThat(sdp.media().get(0).codecs()).hasSize(8);
        assertThat(sdp.media().get(0).candidates()).hasSize(3).allMatch(c -> c.startsWith("candidate:"));
        assertThat(sdp.media().get(1).codec(98).orElseThrow().encodingName()).isEqualTo("VP9");
        assertThat(sdp.media().get(1).sources())
                .contains(new MediaSection.Source((int) 2231627014L, "4TOk42mSjXCkVIa6"));
    }

    @Test
    void takesFromTheSessionWhatASectionDoesNotSay() throws SdpException {
        Sdp sdp = SdpParser.parse(resource("firefox-answer"));
        assertThat(sdp.media()).allSatisfy(section -> {
            assertThat(section.transport().fingerprint().value()).startsWith("7B:8B:F0");
            assertThat(section.transport().ufrag()).isEqualTo("9c1f04d2");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-answer", "chromium-offer", "firefox-answer", "aiortc-answer", "werift-answer"})
    void writesWhatItRead(String name) throws SdpException {
        Sdp first = SdpParser.parse(resource(name));
        String text = SdpWriter.write(first);
        assertThat(SdpParser.parse(text)).isEqualTo(first);
        assertThat(text.lines()).allMatch(line -> line.charAt(1) == '=');
        assertThat(text).endsWith("\r\n").doesNotContain("\r\n\r\n").doesNotContain("null");
    }

    @Test
    void toleratesBareLineFeedsBlankLinesAndUnknownLines() throws SdpException {
        String text = resource("werift-answer").replace("\r\n", "\n") + "\n\nz=what is this\na=new-thing:1\na=newer\n";
        assertThat(SdpParser.parse(text)).isEqualTo(SdpParser.parse(resource("werift-answer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 %s", "5 %s vad=on", "5 %s vad=off", "5/sendonly %s vad=on"})
    void readsWhereTheLoudnessIsHoweverItIsGuessed(String value) throws SdpException {
        String line = "a=extmap:" + value.formatted("urn:ietf:params:rtp-hdrext:ssrc-audio-level");
        Sdp sdp = SdpParser.parse(AUDIO + line + "\r\n");
        assertThat(sdp.media().get(0).extensionId(ExtMap.AUDIO_LEVEL)).isEqualTo(5);
        assertThat(SdpWriter.write(sdp)).contains("a=extmap:5 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n");
    }

    @Test
    void ignoresCodecsThatSayNothingSensible() throws SdpException {
        for (String map : List.of("/", "opus", "opus/", "opus/x", "opus/99999999999", "//", "opus/48000/x")) {
            assertThat(SdpParser.parse(AUDIO + "a=rtpmap:111 " + map + "\r\n")
                            .media()
                            .get(0)
                            .codecs())
                    .as(map)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=extmap:/ urn:x",
                "a=extmap:0 urn:x",
                "a=extmap:x urn:x",
                "a=extmap:99999999999999999999 urn:x",
                "a=ssrc:-1 cname:x",
                "a=ssrc:4294967296 cname:x",
                "a=rtpmap:128 opus/48000",
                "a=rtcp-fb:x nack",
                "a=fingerprint:sha-256",
                "a=ice-ufrag:abc",
                "a=ice-pwd:short",
                "m=audio",
                "m=audio 70000 UDP/TLS/RTP/SAVPF 111",
                "m=audio 9 UDP/TLS/RTP/SAVPF 1x",
                "o=-",
                "o=- 1 x IN IP4 0.0.0.0",
                "nonsense"
            })
    void refusesNonsenseInWhatItUses(String line) {
        assertThatThrownBy(() -> SdpParser.parse(AUDIO + line + "\r\n")).isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=extmap:1",
                "a=extmap:",
                "a=ssrc:",
                "a=ssrc:1 msid:x",
                "a=rtpmap:",
                "a=",
                "a=:",
                "a=rtcp-fb:",
                "a=fmtp:111"
            })
    void ignoresWhatIsCutShort(String line) throws SdpException {
        assertThat(SdpParser.parse(AUDIO + line + "\r\n").media()).hasSize(1);
    }

    @Test
    void boundsWhatItReads() throws SdpException {
        assertThatThrownBy(() -> SdpParser.parse("a=x\n".repeat(SdpParser.MAX_LENGTH)))
                .isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> SdpParser.parse(HEAD + "m=audio 9 X 0\n".repeat(SdpParser.MAX_SECTIONS + 1)))
                .isInstanceOf(SdpException.class);
        MediaSection section = SdpParser.parse(AUDIO
                        + "a=extmap:1 urn:x\n".repeat(2000)
                        + "a=candidate:x\n".repeat(2000)
                        + "a=rtcp-fb:111 nack\n".repeat(2000)
                        + "a=rtpmap:111 opus/48000\n")
                .media()
                .get(0);
        assertThat(section.extensions()).hasSizeLessThan(200);
        assertThat(section.candidates()).hasSizeLessThan(200);
        assertThat(section.codecs().get(0).feedback()).hasSizeLessThan(200);
    }

    /** Each line is short, but they multiply: many payload types, each with feedback for all of them. */
    @Test
    void doesNotMultiplyPayloadTypesWithFeedback() {
        String text = HEAD + "m=video 9 X" + " 96".repeat(25_000) + "\r\n" + "a=rtcp-fb:* a\r\n".repeat(7_000)
                + "a=rtpmap:96 VP8/90000\r\n";
        MediaSection section = Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> SdpParser.parse(text).media().get(0));
        assertThat(section.codecs()).hasSize(1);
        assertThat(section.codecs().get(0).feedback()).hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-answer", "firefox-answer"})
    void survivesBeingCutAnywhere(String name) {
        String text = resource(name);
        for (int length = 0; length <= text.length(); length++) {
            parse(text.substring(0, length));
        }
    }

    @Test
    void survivesFiftyThousandMutations() {
        List<String> seeds = List.of(
                resource("chromium-answer"),
                resource("chromium-offer"),
                resource("firefox-answer"),
                resource("aiortc-answer"),
                resource("werift-answer"));
        Random random = new Random(8866);
        int parsed = 0;
        for (int i = 0; i < 50_000; i++) {
            parsed += parse(mutate(seeds.get(random.nextInt(seeds.size())), seeds, random)) ? 1 : 0;
        }
        // Mutations that never parse would test only the first line.
        assertThat(parsed).isBetween(5_000, 49_000);
    }

    private static String mutate(String seed, List<String> seeds, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> text.setCharAt(at, " :/=;*-0\n\r".charAt(random.nextInt(10)));
                case 4 -> text.insert(at, Long.toString(random.nextLong()));
                default -> {
                    String other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(80)));
                }
            }
        }
        return text.toString();
    }

    private static boolean parse(String text) {
        try {
            Sdp sdp = SdpParser.parse(text);
            assertThat(SdpWriter.write(sdp)).isNotEmpty();
            return true;
        } catch (SdpException expected) {
            assertThat(expected).hasMessageMatching("(?s).{5,250}");
            return false;
        }
    }
}
