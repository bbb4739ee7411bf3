package org.ducksoup.sfu.effect;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides before a participant is in whether the server has the effects that the join asks for. */
public final class EffectExaminer {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectExaminer.class);

    /** How long a check may take: somebody waits to join. */
    static final Duration MAX_CHECK = Duration.ofSeconds(2);

    private final Pipelines pipelines;
    private final EffectRequests requests;
    private final Executor checks;
    private final Timer timer;

    /** @param checks runs checks, which may block */
    public EffectExaminer(Pipelines pipelines, EffectRequests requests, Executor checks, Timer timer) {
        this.pipelines = pipelines;
        this.requests = requests;
        this.checks = checks;
        this.timer = timer;
    }

    /**
     * Examines what a join asks for. Completes at once if it asks for no pipeline; otherwise on a thread for checks,
     * which may call a lab's code. A check that takes too long is a refusal.
     */
    public CompletableFuture<Examination> examine(JoinRequest request) {
        List<Processing> media;
        try {
            media = requests.requested(request, request.video().codec());
        } catch (PipelineSpecificationException e) {
            return CompletableFuture.completedFuture(Examination.refused(reason(e)));
        }
        if (media.isEmpty()) {
            return CompletableFuture.completedFuture(new Examination(null, media));
        }
        String option = request.audioFx() == null ? "videoFx" : "audioFx";
        Optional<MediaPipelineFactory> factory = pipelines.factory();
        if (factory.isEmpty()) {
            return CompletableFuture.completedFuture(Examination.refused(new Reason(
                    "server",
                    "starting",
                    "this server cannot apply effects yet; try again in a few seconds. If it does not get ready, its"
                            + " operator should look whether GStreamer is running")));
        }
        CompletableFuture<Examination> result = new CompletableFuture<>();
        Runnable stopWaiting = timer.schedule(
                MAX_CHECK,
                () -> result.complete(Examination.refused(
                        new Reason(option, "", "this effect took too long to say whether it can be had"))));
        checks.execute(() -> {
            try {
                result.complete(new Examination(objection(factory.get(), request, media), media));
            } catch (RuntimeException | Error e) {
                // Errors too: code of a lab runs out of its stack, for instance, and the page waits for an answer.
                LOGGER.error("an effect could not be checked", e);
                result.complete(Examination.refused(new Reason(option, "", "this effect could not be checked")));
            } finally {
                stopWaiting.run();
            }
        });
        return result;
    }

    private @Nullable Reason objection(MediaPipelineFactory factory, JoinRequest request, List<Processing> media) {
        try {
            factory.check(requests.specification(request, media));
            return null;
        } catch (PipelineSpecificationException e) {
            return media.stream()
                    .map(medium -> objection(factory, request, medium))
                    .filter(Objects::nonNull)
                    .findFirst()
                    // What only shows in both together: two effects of one name.
                    .orElseGet(() -> reason(e));
        }
    }

    /** Names the option that the page can change, and within the sentence what is wrong in it. */
    private @Nullable Reason objection(MediaPipelineFactory factory, JoinRequest request, Processing medium) {
        try {
            factory.check(requests.specification(request, List.of(medium)));
            return null;
        } catch (PipelineSpecificationException e) {
            String option = medium.kind() == MediaKind.AUDIO ? "audioFx" : "videoFx";
            return new Reason(option, e.value(), e.key() + " " + e.value() + ": " + e.getMessage());
        }
    }

    private static Reason reason(PipelineSpecificationException e) {
        return new Reason(e.key(), e.value(), String.valueOf(e.getMessage()));
    }
}
