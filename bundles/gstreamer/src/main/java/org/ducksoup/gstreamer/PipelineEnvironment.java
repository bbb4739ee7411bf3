package org.ducksoup.gstreamer;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all pipelines share.
 *
 * @param lifecycle builds and frees; may block
 * @param control sets properties, one at a time
 */
record PipelineEnvironment(
        ElementCatalogue catalogue,
        EffectCheck check,
        MediumPlan.Tuning tuning,
        Executor lifecycle,
        ScheduledExecutorService control) {}
