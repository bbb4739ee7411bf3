package org.ducksoup.gstreamer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.gstreamer.Specifications;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EffectCheckTest {
    private static ElementCatalogue catalogue;
    private static EffectCheck check;

    @BeforeAll
    static void start() {
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "test");
        catalogue = new ElementCatalogue();
        check = new EffectCheck(catalogue, new LabEffects(), new EffectRules(Set.of(), Set.of("videobalance")));
    }

    @ParameterizedTest
    @CsvSource({
        "pitch, pitch, 0.8",
        "pitch, pitch, 0.1",
        "pitch, pitch, 1e0",
        "pitch, pitch, .5",
        "volume, volume, 10",
        "volume, mute, true",
        "volume, mute, No",
        "coloreffects, preset, xpro",
        "coloreffects, preset, 3",
        "audioecho, delay, 5000000000",
        "audioecho, delay, 250000000",
        "gamma, gamma, 2.5",
        "videocrop, left, 16",
        "videoflip, video-direction, horiz",
        "audioamplify, clipping-method, wrap-negative",
        "equalizer-3bands, band0, -12",
    })
    void allows(String factory, String property, String value) {
        assertThatCode(() -> check(Specifications.element(factory, property, value)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pitch | pitch | 20 | from 0.1 to 10",
                "pitch | pitch | -1 | from 0.1 to 10",
                "pitch | pitch | NaN | a number from",
                "pitch | pitch | Infinity | a number from",
                "pitch | pitch | 1e999 | a number from",
                "pitch | pitch | 0x1p3 | a number from",
                "pitch | pitch | 0.8f | a number from",
                "pitch | pitch | 0,8 | a number from",
                "pitch | pitch | 0.8 ! filesink location=/tmp/x | a number from",
                "pitch | pitches | 0.8 | it has output-rate, pitch, rate, tempo",
                "pitch | name | fx | cannot be set",
                "pitch | parent | x | cannot be set",
                "volume | mute | maybe | true or false",
                "coloreffects | preset | pink | one of heat, sepia, xray, xpro",
                "coloreffects | preset | 77 | one of heat",
                "coloreffects | preset | -1 | one of heat",
                "audioecho | delay | -1 | from 1 to 5000000000",
                "audioecho | delay | 18446744073709551616 | from 1 to",
                "audioecho | max-delay | 1.5 | a whole number",
                "videocrop | left | 99999999999 | a whole number",
            })
    void refusesAValue(String factory, String property, String value, String sentence) {
        PipelineSpecificationException refusal = refusal(Specifications.element(factory, property, value));
        assertThat(refusal).hasMessageContaining(sentence);
        assertThat(refusal.key()).contains(factory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filesink",
                "filesrc",
                "fdsink",
                "udpsink",
                "udpsrc",
                "tcpclientsink",
                "souphttpsrc",
                "shmsink",
                "appsrc",
                "appsink",
                "fakesink",
                "fakesrc",
                "queue",
                "tee",
                "identity",
                "capsfilter",
                "funnel",
                "valve",
                "decodebin",
                "playbin",
                "uridecodebin",
                "matroskamux",
                "multifilesink",
                "splitmuxsink",
                "x264enc",
                "vp8dec",
                "rtpbin",
                "rtpjitterbuffer",
                "webrtcbin",
                "videotestsrc",
                "audiotestsrc",
                "autovideosink",
                "v4l2src",
                "alsasink",
                "nosuchelement",
                "",
                " ",
                "pitch pitch=0.8",
                "pitch ! filesink location=/tmp/x",
                "! filesink location=x",
                "\"pitch\"",
                "'pitch'",
                "pitch.src",
                "fx.",
                "video/x-raw",
                "video/x-raw,width=100000",
                "( pitch )",
                "pitch;",
                "pitch\n",
                "pitch\0",
                "../pitch",
                "pitch%s%n",
                "ｐｉｔｃｈ",
                "pitch #",
                "name=fx",
                "bin.( filesrc )",
                "gdppay",
                "pipeline",
                "bin",
                "level.sink",
                "dtlssrtpenc",
                "videoconvert\u202e",
                "gio",
                "giosink",
                "curlhttpsink",
                "rtmpsink",
                "hlssink",
                "multisocketsink",
                "filesink location=/etc/passwd",
                "checksumsink",
                "compositor",
                "audiomixer",
                "interleave",
                "input-selector",
                "textoverlay",
                "opusenc",
                "wavenc",
                "subparse"
            })
    void refusesAnElement(String factory) {
        for (Codec codec : List.of(Codec.VP8, Codec.OPUS)) {
            long begin = System.nanoTime();
            PipelineSpecificationException refusal = refusal(processing(codec, Specifications.element(factory)));
            assertThat(refusal.key()).isEqualTo("element");
            assertThat(System.nanoTime() - begin).isLessThan(500_000_000L);
        }
    }

    @Test
    void refusesAnEffectOfTheOtherKind() {
        assertThat(refusal(processing(Codec.VP8, Specifications.element("pitch"))))
                .hasMessageContaining("Only video filters");
        assertThat(refusal(processing(Codec.OPUS, Specifications.element("coloreffects"))))
                .hasMessageContaining("Only audio filters");
    }

    /** Presets are checked for both kinds of media. The refusal of the wrong kind is less useful. */
    @Test
    void saysOfWhichKindAProblemIs() {
        assertThat(refusal(processing(Codec.VP8, Specifications.element("pitch")))
                        .problem())
                .isEqualTo(PipelineSpecificationException.Problem.OTHER_KIND);
        assertThat(refusal(processing(Codec.OPUS, Specifications.element("pitch", "pitch", "1000")))
                        .problem())
                .isEqualTo(PipelineSpecificationException.Problem.INVALID);
    }

    @Test
    void whatComesBackIsShortAndOneLine() {
        PipelineSpecificationException refusal =
                refusal(Specifications.element("pitch", "pitch", "9".repeat(1_000_000) + "\n\u001b[2J"));
        assertThat(refusal.value()).hasSizeLessThan(120).doesNotContain("\n", "\u001b");
        assertThat(refusal(Specifications.element("x".repeat(1_000_000))).value())
                .hasSizeLessThan(120);
    }

    @Test
    void refusesPicturesNobodyCanProcess() {
        for (Picture picture : List.of(
                new Picture(100_000, 100_000, 30),
                new Picture(0, 480, 30),
                new Picture(640, -2, 30),
                new Picture(641, 480, 30),
                new Picture(640, 480, -1),
                new Picture(640, 480, 100_000),
                new Picture(4096, 4096, 120))) {
            assertThat(refusal(Specifications.video(Codec.VP8, picture))).isNotNull();
        }
    }

    @Test
    void refusesTheSameNameTwice() {
        assertThat(catchThrowableOfType(
                        PipelineSpecificationException.class,
                        () -> check.check(Specifications.of(
                                Specifications.audio(Specifications.named("pitch", "fx")),
                                Specifications.video(Codec.VP8, Specifications.named("coloreffects", "fx"))))))
                .hasMessageContaining("name of its own");
    }

    @Test
    void aTextThatNamesAFileIsRefused() {
        for (String factory : List.of("gdkpixbufoverlay", "facedetect", "faceblur", "templatematch", "rsvgoverlay")) {
            ElementFacts facts = catalogue.find(factory).orElse(null);
            if (facts != null && facts.filtered() != null) {
                facts.properties().values().stream()
                        .filter(p -> p.domain() instanceof Domain.Text && p.writable())
                        .filter(p -> p.name().matches("location|profile|template|.*-cascade"))
                        .forEach(p -> assertThat(refusal(processing(
                                        Codec.VP8, Specifications.element(factory, p.name(), "/etc/passwd"))))
                                .isNotNull());
            }
        }
    }

    @Test
    void aThousandGeneratedBadOnesAreRefusedQuickly() {
        Random random = new Random(7);
        String alphabet = "abcpitch=!.;:/\\\"'(){}[]<>#$%&*+-,~^|@ 0189\t\n\u0000é";
        long slowest = 0;
        for (int i = 0; i < 1000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(200); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Element element = i % 2 == 0
                    ? Specifications.element(text.toString())
                    : Specifications.element("pitch", "pitch", "!" + text);
            long begin = System.nanoTime();
            assertThat(refusal(element)).isNotNull();
            slowest = Math.max(slowest, System.nanoTime() - begin);
        }
        System.out.printf("slowest of 1000 refusals: %.2f ms%n", slowest / 1e6);
    }

    @Test
    void operatorsCanAllowMoreAndLess() throws Exception {
        assertThat(refusal(Specifications.element("videobalance", "hue", "0.5")))
                .hasMessage("The operator of this server has refused it.");
        EffectRules rules = new EffectRules(Set.of("audioecho", "gdkpixbufoverlay"), Set.of());
        EffectCheck trusting = EffectTrials.check(rules);
        trusting.check(Specifications.of(
                Specifications.audio(Specifications.element("audioecho", "delay", "18446744073709551615")),
                Specifications.video(
                        Codec.VP8, Specifications.element("gdkpixbufoverlay", "location", "/srv/lab/hat.png"))));
        assertThat(rules.waiver(false).orElseThrow())
                .contains("audioecho, gdkpixbufoverlay", "file names included", "ends the server");
        assertThat(new EffectRules(Set.of(), Set.of("pitch")).waiver(false)).isEmpty();
    }

    /** Values that crashed servers, took gigabytes, or lost the synchrony of sound and picture. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audioecho | max-delay | 22369621354167 | from 1 to 5000000000. Its memory grows with it",
                "spectrum | bands | 1073741824 | from 2 to 1024. They cost memory",
                "videobox | left | -30000 | from -512 to 4096. Borders cost memory",
                "pitch | tempo | 0.8 | It must be 1. It changes duration",
                "pitch | rate | 1.1 | It must be 1. It changes duration",
                "pitch | output-rate | 2 | It must be 1. It changes duration",
                "audiowsinclimit | low-latency | true | It must be false. It is slow",
                "fieldanalysis | frame-metric | windowed-comb | It must be 5-tap. It crashes",
                "timeoverlay | font-desc | Sans 100000 | cannot be set. Large letters take 160 MB",
                "videoconvert | n-threads | 1000 | It must be 1.",
            })
    void refusesWhatIsOutOfBounds(String factory, String property, String value, String sentence) {
        PipelineSpecificationException refusal = refusal(Specifications.element(factory, property, value));
        assertThat(refusal).hasMessageContaining(sentence);
        assertThat(refusal.key()).isEqualTo(factory + " " + property);
    }

    @ParameterizedTest
    @CsvSource({"pitch, tempo, 1", "pitch, rate, 1.0", "audioecho, delay, 5000000000", "videobox, top, -512"})
    void allowsTheEndsOfTheBounds(String factory, String property, String value) {
        assertThatCode(() -> check(Specifications.element(factory, property, value)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatTheListRefusesAndWhatNobodyMeasured() {
        assertThat(refusal(Specifications.element("streaktv"))).hasMessageContaining("It is not allowed. It keeps 32");
        assertThat(refusal(Specifications.element("speed", "speed", "1.2"))).hasMessageContaining("changes duration");
        assertThat(refusal(Specifications.element("identity"))).hasMessageContaining("allowedEffects");
        assertThat(refusal(Specifications.element("nosuchthing"))).hasMessageContaining("no effect of this name");
    }

    @Test
    void whileMediaFlowsTheSameHolds() throws Exception {
        ElementFacts echo = check.find("audioecho").orElseThrow();
        ElementFacts filter = check.find("audiowsinclimit").orElseThrow();
        ElementFacts pitch = check.find("pitch").orElseThrow();
        assertThat(check.liveValue(echo, "delay", new PropertyValue.Uint64Value(5_000_000_000L)))
                .isEqualTo(new PropertyFacts.TypedValue.WholeValue(5_000_000_000L));
        assertThat(live(echo, "delay", new PropertyValue.DoubleValue(6e9)))
                .isEqualTo("audioecho delay, 6.0E9: It must be a whole number from 1 to 5000000000. Its memory grows"
                        + " with it; the size of the largest ones overflows, and sound is written over whatever lies behind"
                        + " it.");
        assertThat(live(filter, "length", new PropertyValue.IntValue(11)))
                .startsWith("audiowsinclimit length, 11: It cannot be set while media flows. A change while");
        assertThat(live(pitch, "tempo", new PropertyValue.FloatValue(1.5f)))
                .startsWith("pitch tempo, 1.5: It must be 1. It changes duration");
        assertThat(live(pitch, "pitch", new PropertyValue.FloatValue(Float.NaN)))
                .isEqualTo("pitch pitch, NaN: It must be a number from 0.1 to 10.");
    }

    /** A ramp that starts from an element's default outside the bounds continues within them. */
    @Test
    void rampsStayWithinTheBounds() {
        ElementFacts box = check.find("videobox").orElseThrow();
        assertThat(box.properties().get("left").between(-30_000))
                .isEqualTo(new PropertyFacts.TypedValue.WholeValue(-512));
        assertThat(check.find("pitch").orElseThrow().properties().get("tempo").between(0.5))
                .isEqualTo(new PropertyFacts.TypedValue.RealValue(1));
    }

    private static String live(ElementFacts element, String property, PropertyValue value) {
        PipelineSpecificationException refusal = catchThrowableOfType(
                PipelineSpecificationException.class, () -> check.liveValue(element, property, value));
        return refusal.key() + ", " + refusal.value() + ": " + refusal.getMessage();
    }

    private static PipelineSpecificationException refusal(Element element) {
        String factory = element.factory();
        Codec codec = catalogue
                .find(factory)
                .map(facts -> facts.filtered() == MediaKind.VIDEO ? Codec.VP8 : Codec.OPUS)
                .orElse(Codec.OPUS);
        return refusal(processing(codec, element));
    }

    private static PipelineSpecificationException refusal(Processing processing) {
        PipelineSpecificationException refusal = catchThrowableOfType(
                PipelineSpecificationException.class, () -> check.check(Specifications.of(processing)));
        assertThat(refusal).as("a refusal of %s", processing).isNotNull();
        return refusal;
    }

    private static void check(Element element) throws PipelineSpecificationException {
        boolean video = catalogue.find(element.factory()).orElseThrow().filtered() == MediaKind.VIDEO;
        check.check(Specifications.of(processing(video ? Codec.VP8 : Codec.OPUS, element)));
    }

    private static Processing processing(Codec codec, Element element) {
        return codec == Codec.OPUS ? Specifications.audio(element) : Specifications.video(codec, element);
    }
}
