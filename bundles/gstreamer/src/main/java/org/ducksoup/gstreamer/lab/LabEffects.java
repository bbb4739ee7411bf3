package org.ducksoup.gstreamer.lab;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectDescription.Origin;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.element.EffectRefusal;
import org.ducksoup.parts.RankedServices;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Effects of labs' bundles, which come and go at any time. Thread-safe. */
@Component(service = LabEffects.class)
public final class LabEffects {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabEffects.class);
    private static final String NAME = "ducksoup.effect.name";
    private static final long MAX_CREATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Characters that separate elements, properties and values. */
    private static final Pattern LAUNCH_SYNTAX = Pattern.compile("[!\\s=\"'()]");
    /** Voices are sent with one channel. An effect that need not ask for the number of channels is easier to write. */
    private static final RawFormat SOUND = new RawFormat.Audio(48_000, 1);

    private final RankedServices<EffectFactory> factories =
            new RankedServices<>("effect", "GStreamer", name -> false, LOGGER::warn);
    /** What factories say of their effects, by identity. A factory that says nothing is not in it. */
    private final Map<EffectFactory, EffectProfile> profiles = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Set<User> users = new CopyOnWriteArraySet<>();
    private final MadeBefore made = new MadeBefore();

    /** A user of labs' effects, which has to release them. */
    public interface User {
        /** The effect can be made from now on. Does not block. */
        default void onCome(String effectName) {}

        /** The bundle is about to stop. When this returns, no code of its effect runs any more. */
        void onGone(String effectName);
    }

    /** What an effect is made of. */
    public enum Nature {
        /** It was not made yet, or there is no such effect. */
        UNKNOWN,
        /** {@link Effect.Frames}. */
        CODE,
        /** {@link Effect.Bin}. */
        ELEMENTS
    }

    /** The effects of a program that is no container, by their names. */
    public static LabEffects fixed(Map<String, EffectFactory> byName) {
        LabEffects labs = new LabEffects();
        byName.forEach(labs.factories::add);
        return labs;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(EffectFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String name && !name.isBlank()) {
            learn(name, factory);
            factories.add(name, factory, properties);
            LOGGER.info("effect {} is installed", name);
            if (!name.matches(EffectName.WRITABLE)) {
                LOGGER.error(
                        "no page can ask for the effect \"{}\": a name is a letter, and then letters, digits, - and _",
                        name);
            }
            users.forEach(user -> user.onCome(name));
        } else {
            LOGGER.error("{} cannot be used: it needs the service property {}, as @EffectName gives it", factory, NAME);
        }
    }

    private void learn(String name, EffectFactory factory) {
        try {
            EffectProfile profile = factory.profile();
            if (profile != null) {
                profiles.put(factory, profile);
            }
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error(
                    "effect {} does not say what can be set: its profile failed, so whatever a page writes goes to its check",
                    name,
                    e);
        }
    }

    public void removeFactory(EffectFactory factory, Map<String, Object> properties) {
        profiles.remove(factory);
        made.forget(factory);
        if (properties.get(NAME) instanceof String name && factories.remove(name, factory)) {
            LOGGER.info("effect {} is gone", name);
            users.forEach(user -> user.onGone(name));
        }
    }

    /**
     * Keeps the names of GStreamer's own effects for them.
     *
     * @param builtIn whether an effect of this name is GStreamer's
     * @param replaceable those of them that labs' effects may replace
     */
    public void reserve(Predicate<String> builtIn, Set<String> replaceable) {
        factories.letReplace(replaceable);
        factories.reserve(builtIn);
    }

    public boolean has(String name) {
        return factories.named(name) != null;
    }

    /** A number that differs between the versions of an effect. Empty if there is no effect of that name. */
    public Optional<Integer> version(String name) {
        return Optional.ofNullable(factories.named(name)).map(System::identityHashCode);
    }

    public Set<String> names() {
        return factories.names();
    }

    public void add(User user) {
        users.add(user);
    }

    public void remove(User user) {
        users.remove(user);
    }

    public static RawFormat format(@Nullable Picture picture) {
        return picture == null ? SOUND : new RawFormat.Video(picture.width(), picture.height(), picture.frameRate());
    }

    /** Creates an effect, which the caller has to close. Empty if there is no effect of that name any more. */
    public Optional<Effect> create(Element element, RawFormat format) throws PipelineSpecificationException {
        EffectFactory factory = factories.named(element.factory());
        if (factory == null) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        EffectRequest request = new EffectRequest(format, element.properties());
        Effect effect = ask(element, () -> Objects.requireNonNull(factory.create(request), "create returned null"));
        long took = System.nanoTime() - begin;
        if (took > MAX_CREATE_NANOS) {
            LOGGER.warn(
                    "effect {} took {} ms to be made, but {} are allowed: it should load earlier what takes so long",
                    element.factory(),
                    took / 1_000_000,
                    MAX_CREATE_NANOS / 1_000_000);
        }
        if (effect instanceof Effect.Bin bin) {
            checkPasted(element, bin.description());
        }
        // Its bundle may have gone meanwhile, and nothing is to keep that in memory.
        if (factories.named(element.factory()) == factory) {
            made.remember(factory, request, effect);
        }
        return Optional.of(effect);
    }

    /** What an effect is made of, as far as that is known. */
    public Nature nature(Element element, RawFormat format) {
        EffectFactory factory = factories.named(element.factory());
        return factory == null ? Nature.UNKNOWN : made.nature(factory, new EffectRequest(format, element.properties()));
    }

    /** The elements of an effect, if it is known to be made of some. */
    public Optional<Effect.Bin> elements(Element element, RawFormat format) {
        EffectFactory factory = factories.named(element.factory());
        return factory == null
                ? Optional.empty()
                : made.elements(factory, new EffectRequest(format, element.properties()));
    }

    /**
     * What an effect is made of. It is made, and closed at once, if that is not known. An effect of Java code is not made
     * again for this, whatever is asked of it. The request was checked before. May block.
     *
     * @param closing runs the lab's code that closes it, which may hang
     */
    public Nature learn(Element element, RawFormat format, Executor closing) {
        if (nature(element, format) == Nature.UNKNOWN) {
            try {
                create(element, format).ifPresent(effect -> discard(element, effect, closing));
            } catch (PipelineSpecificationException e) {
                // The medium will hear the same when it makes the effect.
                LOGGER.debug("effect {} could not be made to see what it is made of", element.factory(), e);
            }
        }
        return nature(element, format);
    }

    /**
     * Closes an effect that is not used.
     *
     * @param closing runs the lab's code for that, which may hang
     */
    public void discard(Element element, Effect effect, Executor closing) {
        if (effect instanceof Effect.Frames frames) {
            closing.execute(() -> LabFrames.close(element.factory(), frames.processor()));
        }
    }

    /** What the lab says of an effect, as far as it says anything. */
    public EffectDescription describe(String name) {
        EffectProfile profile = profile(name);
        return profile == null
                ? new EffectDescription(name, Origin.LAB, null, name, "an effect of a lab's bundle", "", List.of())
                : new EffectDescription(
                        name, Origin.LAB, profile.kind(), name, profile.description(), "", profile.properties());
    }

    /** The value that a property has until it is set; NaN if the lab does not say it. */
    public double initial(Element element, String property) {
        String written = element.properties().get(property);
        EffectProfile profile = profile(element.factory());
        if (written == null && profile != null) {
            written = profile.properties().stream()
                    .filter(known -> known.name().equals(property))
                    .findFirst()
                    .map(EffectDescription.Property::initial)
                    .orElse(null);
        }
        try {
            return written == null ? Double.NaN : Double.parseDouble(written.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private @Nullable EffectProfile profile(String name) {
        EffectFactory factory = factories.named(name);
        return factory == null ? null : profiles.get(factory);
    }

    /** Asks the effect's profile, and then the lab's check. Passes if there is no effect of that name. */
    public void check(Element element, RawFormat format) throws PipelineSpecificationException {
        EffectFactory factory = factories.named(element.factory());
        if (factory == null) {
            return;
        }
        EffectProfile profile = profiles.get(factory);
        EffectRequest request = new EffectRequest(format, element.properties());
        if (profile != null && !profile.changes(format)) {
            throw EffectRefusal.ofOtherKind(
                    "element",
                    element.factory(),
                    profile.kind() == MediaKind.AUDIO
                            ? "It changes voices: use it in audioFx."
                            : "It changes pictures: use it in videoFx.");
        }
        ask(element, () -> {
            if (profile != null) {
                profile.check(request);
            }
            factory.check(request);
            return factory;
        });
    }

    /**
     * Asks the effect's profile about a value that is to be set while media flows.
     *
     * @throws IllegalArgumentException with a sentence for the page
     */
    public void checkLive(String effect, String property, double value) {
        EffectProfile profile = profile(effect);
        if (profile != null) {
            profile.checkLive(property, value);
        }
    }

    private static <T> T ask(Element element, Supplier<T> lab) throws PipelineSpecificationException {
        try {
            return lab.get();
        } catch (IllegalArgumentException e) {
            throw EffectRefusal.of(element.factory(), element.properties().toString(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOGGER.error("effect {} cannot be made", element.factory(), e);
            throw EffectRefusal.of(element.factory(), "", "This effect could not be made: " + e + ".");
        }
    }

    /**
     * A bundle that copies a page's value into launch text lets every page write launch text: {@code 1 ! filesink …}.
     * Values that mean something in launch syntax are therefore looked for. A plain number or word may be the lab's
     * own.
     */
    private static void checkPasted(Element element, String description) throws PipelineSpecificationException {
        for (Map.Entry<String, String> setting : element.properties().entrySet()) {
            String value = setting.getValue().strip();
            if (LAUNCH_SYNTAX.matcher(value).find() && description.contains(value)) {
                LOGGER.error(
                        "effect {} writes the page's {} into launch text; it must be a typed property (Effect.Bin)",
                        element.factory(),
                        setting.getKey());
                throw EffectRefusal.of(
                        element.factory() + " " + setting.getKey(),
                        value,
                        "It would become launch text, and the effect's bundle must not write it there.");
            }
        }
    }
}
