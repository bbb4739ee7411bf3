package org.ducksoup.gstreamer.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes the pipeline of a medium for people. */
public final class MediumDescription {
    /** An element that hangs does not tell its properties either. */
    private static final long PATIENCE_SECONDS = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(MediumDescription.class);

    private MediumDescription() {}

    /** @param run that runs now, or null */
    static PipelineDescription of(
            Medium.Design medium, PipelineEnvironment environment, String state, @Nullable MediumRun run) {
        return new PipelineDescription(
                medium.processing().kind(), state, text(medium, environment), run == null ? "" : graph(run));
    }

    /** The plan in launch syntax, or why there is none. */
    public static String text(Medium.Design medium, PipelineEnvironment environment) {
        try {
            return MediumPlan.of(medium.processing(), medium.maxPacketSize(), environment.tuning(), environment.labs())
                    .text();
        } catch (PipelineSpecificationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** On the thread that sets the properties of this run: an element that hangs there delays this run alone. */
    private static String graph(MediumRun run) {
        CompletableFuture<String> graph = new CompletableFuture<>();
        run.set(pipeline -> graph.complete(pipeline.graph()));
        try {
            return graph.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("a pipeline was freed meanwhile, or one of its elements hangs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }
}
