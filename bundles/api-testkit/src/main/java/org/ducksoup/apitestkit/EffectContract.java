package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

/**
 * What every effect has to keep to. A lab's test is a subclass, which names the factory and the values that pages may and
 * may not write:
 *
 * <pre>{@code
 * class GainEffectTest extends EffectContract {
 *     GainEffectTest() {
 *         super(new GainEffect(), MediaKind.AUDIO);
 *     }
 *     …
 * }
 * }</pre>
 */
public abstract class EffectContract {
    private static final Duration MAX_CREATE = Duration.ofMillis(200);
    /** The first calls load classes. */
    private static final int WARM_UP = 10;

    private static final int TRIES = 3;
    private static final int FRAMES = 30;

    private final EffectFactory factory;
    private final MediaKind kind;

    /** @param kind what the effect changes */
    protected EffectContract(EffectFactory factory, MediaKind kind) {
        this.factory = factory;
        this.kind = kind;
    }

    /** Properties that a page may write, each with a value that is allowed. */
    protected abstract Map<String, String> allowed();

    /** Properties with values that have to be refused. Each is tried alone, together with the allowed ones. */
    protected abstract Map<String, String> refused();

    /** Properties that {@code controlFx} may change during a call, each with a value that is allowed. */
    protected Map<String, Double> live() {
        return Map.of();
    }

    /** Shorter in tests of this class. */
    Duration maxCheck() {
        return Duration.ofSeconds(2);
    }

    @Test
    void theServerFindsTheEffectByItsName() {
        DeclaredComponent component = DeclaredComponent.of(factory.getClass());
        component.provides(EffectFactory.class);
        component.isNamed("ducksoup.effect.name", "EffectName");
    }

    @Test
    void anAllowedRequestPassesInTime() {
        for (RawFormat format : formats()) {
            for (Map<String, String> settings : List.of(Map.<String, String>of(), allowed())) {
                checkTime(
                        "time of check, while somebody waits to join",
                        maxCheck(),
                        TRIES,
                        () -> check(new EffectRequest(format, settings)));
            }
        }
    }

    @Test
    void aWrongValueIsRefusedWithASentence() {
        assertThat(refused()).as("values that the effect refuses").isNotEmpty();
        refused().forEach((property, value) -> {
            Map<String, String> settings = new HashMap<>(allowed());
            settings.put(property, value);
            assertThatIllegalArgumentException()
                    .as("check of %s=%s", property, value)
                    .isThrownBy(() -> check(new EffectRequest(formats().get(0), settings)))
                    .satisfies(refusal -> assertThat(refusal.getMessage())
                            .as("what the page reads in error-join")
                            .isNotBlank());
        });
    }

    @Test
    void theOtherMediumIsRefused() {
        RawFormat other = kind == MediaKind.AUDIO ? RawFrames.PICTURE : RawFrames.VOICE;
        assertThatIllegalArgumentException()
                .as("check with the effect in %s", kind == MediaKind.AUDIO ? "videoFx" : "audioFx")
                .isThrownBy(() -> check(new EffectRequest(other, Map.of())));
    }

    @Test
    void everyStreamGetsAnEffectOfItsOwnInTime() {
        for (RawFormat format : formats()) {
            Effect first = create(format, allowed());
            Effect second = create(format, allowed());
            checkTime("time of create", MAX_CREATE, TRIES, () -> close(create(format, allowed())));
            if (first instanceof Effect.Frames one && second instanceof Effect.Frames other) {
                assertThat(one.processor()).as("one for each stream").isNotSameAs(other.processor());
            }
            close(first);
            close(second);
        }
    }

    /** A page that writes launch text must not get it into the lab's description. */
    @Test
    void noTextOfAPageBecomesLaunchText() {
        allowed().forEach((property, value) -> {
            Map<String, String> settings = new HashMap<>(allowed());
            String injected = value + " ! fakesink";
            settings.put(property, injected);
            EffectRequest request = new EffectRequest(formats().get(0), settings);
            try {
                check(request);
                if (factory.create(request) instanceof Effect.Bin bin) {
                    assertThat(bin.description())
                            .as("launch text; set %s as a property of a named element instead", property)
                            .doesNotContain(injected);
                }
            } catch (IllegalArgumentException e) {
                // Refused, which is as good.
            }
        });
    }

    @Test
    void initialValuesBelongToNamedElements() {
        if (create(formats().get(0), allowed()) instanceof Effect.Bin bin) {
            assertThat(bin.description()).isNotBlank();
            assertThat(bin.initial().keySet())
                    .allSatisfy(property -> assertThat(property).matches("[^.]+\\.[^.]+"))
                    .allSatisfy(property -> assertThat(bin.description())
                            .containsPattern("\\bname\\s*=\\s*\"?"
                                    + Pattern.quote(property.substring(0, property.indexOf('.'))) + "\\b"));
            assertThat(live().keySet())
                    .as("properties of a bin are element.property, or have a name that stands for one")
                    .allSatisfy(property -> assertThat(bin.live().getOrDefault(property, property))
                            .matches("[^.]+\\.[^.]+"));
        }
    }

    /** Frames come 30 times a second, or 50 to 100 times with sound; an effect that is slower loses some of them. */
    @Test
    void framesAreChangedInTime() {
        for (RawFormat format : formats()) {
            Effect effect = create(format, allowed());
            if (effect instanceof Effect.Frames frames) {
                RawFrame frame = frame(format, 480);
                for (int i = 0; i < WARM_UP; i++) {
                    frames.processor().process(frame);
                }
                checkTime("time for a frame of " + format, interval(format), FRAMES, () -> frames.processor()
                        .process(frame));
            }
            close(effect);
        }
    }

    /** The server cuts sound as it arrives: a frame may have one sample. */
    @Test
    void framesOfAnySizeAndContentAreChanged() {
        for (RawFormat format : formats()) {
            Effect effect = create(format, Map.of());
            if (effect instanceof Effect.Frames frames) {
                for (int samples : new int[] {1, 7, 441, 960, 2880}) {
                    RawFrame frame = frame(format, samples);
                    int size = frame.bytes().capacity();
                    assertThatCode(() -> frames.processor().process(frame))
                            .as("a frame of %d bytes of %s", size, format)
                            .doesNotThrowAnyException();
                    for (byte extreme : new byte[] {0, Byte.MIN_VALUE, Byte.MAX_VALUE, -1}) {
                        RawFrame uniform = frame(format, samples);
                        for (int i = 0; i < size; i++) {
                            uniform.bytes().put(i, extreme);
                        }
                        frames.processor().process(uniform);
                    }
                }
            }
            close(effect);
        }
    }

    @Test
    void liveValuesAreTakenAndOthersRefused() {
        Effect effect = create(formats().get(0), allowed());
        if (effect instanceof Effect.Frames frames) {
            FrameProcessor processor = frames.processor();
            live().forEach((property, value) -> {
                set(processor, property, value);
                processor.process(frame(formats().get(0), 480));
                assertThatIllegalArgumentException()
                        .as("%s set to no number", property)
                        .isThrownBy(() -> set(processor, property, Double.NaN));
            });
            assertThatIllegalArgumentException()
                    .as("a property that the effect does not have")
                    .isThrownBy(() -> set(processor, "no-such-property", 1));
            processor.process(frame(formats().get(0), 480));
        }
        close(effect);
    }

    /** What the effect says of itself is what it takes. */
    @Test
    void theProfileIsTrue() {
        EffectProfile profile = factory.profile();
        if (profile == null) {
            return;
        }
        assertThat(profile.description())
                .as("a sentence for those who choose an effect")
                .isNotBlank();
        assertThat(profile.changes(formats().get(0))).as("kind of the profile").isTrue();
        for (Property property : profile.properties()) {
            assertThat(property.description())
                    .as("what %s does", property.name())
                    .isNotBlank();
            Stream.concat(
                            property.choices().stream(),
                            Stream.of(property.min(), property.max(), property.initial())
                                    .filter(Objects::nonNull))
                    .forEach(value -> take(property, value));
        }
        assertThat(live().keySet())
                .as("live properties of the profile")
                .isSubsetOf(profile.properties().stream()
                        .filter(Property::live)
                        .map(Property::name)
                        .toList());
    }

    private void take(Property property, String value) {
        Map<String, String> settings = new HashMap<>(allowed());
        settings.put(property.name(), value);
        assertThatCode(() -> {
                    check(new EffectRequest(formats().get(0), settings));
                    Effect effect = create(formats().get(0), settings);
                    if (property.live() && effect instanceof Effect.Frames frames) {
                        set(frames.processor(), property.name(), Double.parseDouble(value));
                    }
                    close(effect);
                })
                .as("%s=%s, which the profile allows", property.name(), value)
                .doesNotThrowAnyException();
    }

    /** As the server checks: the profile first. */
    private void check(EffectRequest request) {
        EffectProfile profile = factory.profile();
        if (profile != null) {
            profile.check(request);
        }
        factory.check(request);
    }

    private void set(FrameProcessor processor, String property, double value) {
        EffectProfile profile = factory.profile();
        if (profile != null) {
            profile.checkLive(property, value);
        }
        processor.set(property, value);
    }

    private List<RawFormat> formats() {
        return kind == MediaKind.AUDIO
                ? List.of(RawFrames.VOICE)
                : List.of(RawFrames.PICTURE, RawFrames.NARROW_PICTURE);
    }

    private Effect create(RawFormat format, Map<String, String> settings) {
        Effect effect = factory.create(new EffectRequest(format, settings));
        assertThat(effect).as("what create returned").isNotNull();
        return effect;
    }

    private static RawFrame frame(RawFormat format, int samples) {
        return format instanceof RawFormat.Audio sound
                ? RawFrames.tone(sound, samples)
                : RawFrames.picture((RawFormat.Video) format, 90, 60, 200);
    }

    private static Duration interval(RawFormat format) {
        return format instanceof RawFormat.Video video
                ? Duration.ofSeconds(1).dividedBy(video.frameRate())
                : Duration.ofMillis(10);
    }

    /** Checks that one of some tries is fast enough: a busy machine slows some of them down, and makes none faster. */
    private static void checkTime(String what, Duration limit, int tries, Runnable call) {
        Duration fastest = limit;
        for (int i = 0; i < tries && fastest.compareTo(limit) >= 0; i++) {
            long begin = System.nanoTime();
            call.run();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            fastest = i == 0 || took.compareTo(fastest) < 0 ? took : fastest;
        }
        assertThat(fastest).as(what).isLessThan(limit);
    }

    private static void close(Effect effect) {
        if (effect instanceof Effect.Frames frames) {
            frames.processor().close();
        }
    }
}
