package org.ducksoup.apitestkit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.jspecify.annotations.Nullable;

/** Events of an interaction that never was. */
public final class Events {
    private static final Instant CREATED = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant STARTED = CREATED.plusSeconds(3);
    private static final Instant NOW = STARTED.plusSeconds(10);

    private final Map<Class<?>, Object> plain;
    private final boolean missing;

    private Events(Path data, boolean missing) {
        this.missing = missing;
        plain = Map.ofEntries(
                Map.entry(String.class, "text"),
                Map.entry(int.class, 1),
                Map.entry(long.class, 1L),
                Map.entry(double.class, 0.5),
                Map.entry(float.class, 0.5f),
                Map.entry(boolean.class, true),
                Map.entry(Integer.class, 1),
                Map.entry(Double.class, 0.5),
                Map.entry(Boolean.class, true),
                Map.entry(Instant.class, NOW),
                Map.entry(Duration.class, Duration.ofMillis(40)),
                Map.entry(Path.class, data.toAbsolutePath()),
                Map.entry(List.class, List.of()),
                Map.entry(Map.class, Map.of()),
                Map.entry(Set.class, Set.of()));
    }

    /** An event's place and time: the tenth second of an interaction. */
    public static Scope scope(String interaction, @Nullable String userId) {
        return new Scope(NOW, new InteractionKey("https://lab.example", "", interaction), userId, CREATED, STARTED);
    }

    /**
     * An event of each type that observers may be told of.
     *
     * @param data an existing directory, in which observers may write
     */
    public static List<InteractionEvent> ofEachType(Path data) {
        return new Events(data, false).all();
    }

    /**
     * An event of each type, without anything that may be missing.
     *
     * @param data an existing directory, in which observers may write
     */
    public static List<InteractionEvent> withoutWhatMayBeMissing(Path data) {
        return new Events(data, true).all();
    }

    private List<InteractionEvent> all() {
        return Arrays.stream(InteractionEvent.class.getPermittedSubclasses())
                .map(type -> (InteractionEvent) sample(type))
                .toList();
    }

    private Object sample(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isSealed()) {
            return sample(type.getPermittedSubclasses()[0]);
        }
        Object sample = type.isRecord() ? ofRecord(type) : plain.get(type);
        if (sample == null) {
            throw new IllegalStateException("there is no sample of " + type);
        }
        return sample;
    }

    private Object ofRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            if (!missing || !mayBeMissing(components[i].getAnnotatedType())) {
                values[i] = sample(types[i]);
            }
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no sample of " + type, e);
        }
    }

    private static boolean mayBeMissing(AnnotatedElement type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
