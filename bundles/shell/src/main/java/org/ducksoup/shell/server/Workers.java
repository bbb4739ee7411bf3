package org.ducksoup.shell.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.NativePlugin;
import org.ducksoup.api.pipeline.WorkerProcesses;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.shell.ActiveBundle;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The worker processes, if the bundle that has them is active: what commands refer to directly must not be absent. */
@Component(service = Workers.class)
public final class Workers {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable WorkerProcesses processes;

    /** @throws OperationException if the bundle of pipelines is not active */
    List<WorkerStatus> all() throws OperationException {
        return ActiveBundle.of("org.ducksoup.gstreamer", processes).workers();
    }

    /** The plug-ins of a lab's bundle, once they are examined; none if that takes longer, or if nobody does it. */
    public List<NativePlugin> awaitPlugins(Bundle bundle, Duration patience) {
        WorkerProcesses known = processes;
        return known == null
                ? List.of()
                : known.awaitPlugins(String.valueOf(bundle.getSymbolicName()), bundle.getLastModified(), patience);
    }

    /** A worker as JSON. */
    static Map<String, Object> document(WorkerStatus worker) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", worker.number());
        json.put("pid", worker.pid());
        json.put("media", worker.media());
        json.put("residentBytes", worker.residentBytes());
        json.put("cpuPercent", worker.cpuPercent());
        return json;
    }
}
