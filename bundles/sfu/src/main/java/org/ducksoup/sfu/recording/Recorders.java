package org.ducksoup.sfu.recording;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.parts.RankedServices;
import org.ducksoup.sfu.media.RecordingMode;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recorders by recording mode. Labs add modes of their own at any time. */
@Component(service = Recorders.class)
public final class Recorders {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recorders.class);
    private static final String NAME = "ducksoup.recorder.name";
    /** A disk that does not answer does not keep a bundle from being stopped. */
    private static final Duration MAX_RELEASE = Duration.ofSeconds(3);

    private final Set<SessionRecording> open = ConcurrentHashMap.newKeySet();

    private final RankedServices<RecorderFactory> factories =
            new RankedServices<>("recorder", "org.ducksoup.recording", RecordingMode.builtIn()::contains, LOGGER::warn);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(RecorderFactory factory, Map<String, Object> properties) {
        List<String> names = names(properties);
        names.forEach(mode -> factories.add(mode, factory, properties));
        if (names.isEmpty()) {
            LOGGER.error(
                    "{} cannot be used: it needs the service property {}, as @RecorderName gives it", factory, NAME);
        }
    }

    public void removeFactory(RecorderFactory factory, Map<String, Object> properties) {
        names(properties).forEach(mode -> factories.remove(mode, factory));
        // When this returns the bundle stops, and its recorders with it.
        CompletableFuture<?>[] closing =
                open.stream().map(recording -> recording.release(factory)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing)
                .completeOnTimeout(null, MAX_RELEASE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Sets the modes of this server that labs' recorders may replace. */
    public void letReplace(Set<String> modes) {
        factories.letReplace(modes);
    }

    private static List<String> names(Map<String, Object> properties) {
        Object names = properties.get(NAME);
        if (names instanceof String[] several) {
            return Arrays.stream(several).filter(name -> !name.isBlank()).toList();
        }
        return names instanceof String one && !one.isBlank() ? List.of(one) : List.of();
    }

    /** Why a page cannot have this mode, which its join asks for; null if it can. */
    public @Nullable Reason unknown(String asked) {
        if (RecordingMode.builtIn().contains(asked) || factories.named(asked) != null) {
            return null;
        }
        SortedSet<String> known = new TreeSet<>(RecordingMode.builtIn());
        known.addAll(factories.names());
        return new Reason(
                "recordingMode",
                asked,
                "there is no recording mode " + asked + "; known at the moment: " + String.join(", ", known)
                        + ". A lab's own mode needs the bundle with its recorder");
    }

    /** Why nobody new can be recorded in this mode at the moment; null if that is possible, or not wanted. */
    public @Nullable Reason absent(RecordingMode mode) {
        return !mode.has(RecordingMode.Feature.RECORDS) || forMode(mode).isPresent()
                ? null
                : new Reason(
                        "recordingMode",
                        mode.name(),
                        "nothing can be recorded in mode " + mode.name() + " at the moment, because its recorder is"
                                + " missing or being replaced; try again in a few seconds");
    }

    /** A recording that has to close its files when its recorder goes. */
    void add(SessionRecording recording) {
        open.add(recording);
    }

    void remove(SessionRecording recording) {
        open.remove(recording);
    }

    /** The recorder of a mode; empty if the mode records nothing, or if no recorder is installed for it. */
    Optional<RecorderFactory> forMode(RecordingMode mode) {
        return mode.has(RecordingMode.Feature.RECORDS)
                ? Optional.ofNullable(factories.named(mode.name()))
                : Optional.empty();
    }
}
