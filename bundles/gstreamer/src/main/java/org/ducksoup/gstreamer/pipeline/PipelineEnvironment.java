package org.ducksoup.gstreamer.pipeline;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.ducksoup.gstreamer.catalogue.EffectCheck;
import org.ducksoup.gstreamer.catalogue.ElementCatalogue;
import org.ducksoup.gstreamer.lab.LabEffects;

/**
 * Everything that pipelines share.
 *
 * @param labs effects of labs' bundles
 * @param places where media run that do not run in this process
 * @param lifecycle builds, sets properties and frees; may block
 * @param control keeps time; never blocks
 */
public record PipelineEnvironment(
        ElementCatalogue catalogue,
        EffectCheck check,
        LabEffects labs,
        MediumPlan.Tuning tuning,
        MediaPlace.Places places,
        Executor lifecycle,
        ScheduledExecutorService control) {
    PipelineEnvironment with(MediumPlan.Tuning other) {
        return new PipelineEnvironment(catalogue, check, labs, other, places, lifecycle, control);
    }
}
