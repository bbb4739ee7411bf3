package org.ducksoup.gstreamer.pipeline;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.ducksoup.gstreamer.catalogue.EffectCheck;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.catalogue.ElementCatalogue;
import org.ducksoup.gstreamer.lab.LabEffects;

/** What pipelines need of their bundle, with threads of a test's own. */
final class Environments {
    private Environments() {}

    static PipelineEnvironment of(ExecutorService lifecycle, ScheduledExecutorService control) {
        LabEffects labs = new LabEffects();
        ElementCatalogue catalogue = new ElementCatalogue();
        return new PipelineEnvironment(
                catalogue,
                new EffectCheck(catalogue, labs, new EffectRules(Set.of(), Set.of())),
                labs,
                new MediumPlan.Tuning(-1, 10, 3840, PipelineTexts.builtIn()),
                MediaPlace.Places.HERE,
                lifecycle,
                control);
    }
}
