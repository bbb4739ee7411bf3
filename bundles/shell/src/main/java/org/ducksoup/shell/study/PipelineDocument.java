package org.ducksoup.shell.study;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;

/** Pipelines as JSON and as text. */
public final class PipelineDocument {
    private PipelineDocument() {}

    /** {@code {"userId", "kind", "state", "text", "graph"}}. */
    public static Map<String, Object> of(ParticipantPipeline pipeline) {
        PipelineDescription description = pipeline.description();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("userId", pipeline.userId());
        json.put("kind", description.kind().token());
        json.put("state", description.state());
        json.put("text", description.text());
        json.put("graph", description.graph());
        return json;
    }

    /** A heading for each, and its elements. */
    public static void print(List<ParticipantPipeline> pipelines, PrintStream out) {
        if (pipelines.isEmpty()) {
            out.println("There is no pipeline: media without an effect are forwarded as they are.");
        }
        for (ParticipantPipeline pipeline : pipelines) {
            PipelineDescription description = pipeline.description();
            out.println(
                    Printed.text(pipeline.userId()) + ", " + description.kind().token() + ": " + description.state());
            // The properties of effects are texts of pages.
            description.text().lines().forEach(line -> out.println("  " + Printed.text(line)));
        }
    }

    /** All pictures, one after the other, as Graphviz reads them. Those that there are not are left out. */
    public static void printGraphs(List<ParticipantPipeline> pipelines, PrintStream out) {
        pipelines.stream()
                .map(pipeline -> pipeline.description().graph())
                .filter(graph -> !graph.isEmpty())
                .flatMap(String::lines)
                .forEach(line -> out.println(Printed.text(line)));
    }
}
