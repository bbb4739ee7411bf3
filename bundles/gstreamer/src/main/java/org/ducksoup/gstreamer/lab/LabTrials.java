package org.ducksoup.gstreamer.lab;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.gstreamer.lab.LabEffects.Nature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes effects of labs to see what they are made of. A lab's code is not waited for longer than it may take: an effect that is not known
 * by then counts as code. Thread-safe.
 */
public final class LabTrials {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabTrials.class);
    /** An effect is to be made within 200 ms. */
    private static final long MAX_MILLIS = 300;

    private final LabEffects labs;
    private final Executor executor;
    private final Map<Trial, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    /** @param version of the effect, which differs between effects, too */
    private record Trial(int version, EffectRequest request) {}

    /** @param executor may block */
    public LabTrials(LabEffects labs, Executor executor) {
        this.labs = labs;
        this.executor = executor;
    }

    /** Tries the effects that are not known yet, and waits a moment for that. */
    public void await(Collection<Element> effects, RawFormat format) {
        CompletableFuture<?>[] trials = effects.stream()
                .filter(effect -> labs.nature(effect, format) == Nature.UNKNOWN)
                .map(effect -> begin(effect, format))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(trials).get(MAX_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("not all of {} show in time what they are made of", effects, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return is completed when the effect was made, or could not be */
    public CompletableFuture<Void> begin(Element effect, RawFormat format) {
        CompletableFuture<Void> made = new CompletableFuture<>();
        Trial trial = trial(effect, format);
        CompletableFuture<Void> before = underWay.putIfAbsent(trial, made);
        if (before != null) {
            return before;
        }
        executor.execute(() -> {
            try {
                labs.learn(effect, format, executor);
            } finally {
                underWay.remove(trial);
                made.complete(null);
            }
        });
        return made;
    }

    /** Whether one of the effects is being made at the moment. */
    public boolean areUnderWay(Collection<Element> effects, RawFormat format) {
        return effects.stream().anyMatch(effect -> underWay.containsKey(trial(effect, format)));
    }

    private Trial trial(Element effect, RawFormat format) {
        return new Trial(labs.version(effect.factory()).orElse(0), new EffectRequest(format, effect.properties()));
    }
}
