package org.ducksoup.cluster.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.placement.ServerReport;

/** Reports as JSON. Members that a reader does not know are ignored, and those that it misses are 0: versions may differ. */
public final class Reports {
    private Reports() {}

    public static void write(ServerReport report, ObjectNode json) {
        ServerLoad load = report.load();
        json.put("server", report.identity().server())
                .put("life", report.identity().life())
                .put("version", report.version())
                .put("url", report.url())
                .put("serving", report.serving())
                .put("draining", report.draining())
                .put("full", report.full())
                .put("processorShare", report.processorShare())
                .put("freeBytes", report.freeBytes())
                .put("passedOn", report.passedOn())
                .putObject("load")
                .put("interactions", load.interactions())
                .put("participants", load.participants())
                .put("maxParticipants", load.maxParticipants())
                .put("pipelines", load.pipelines())
                .put("maxPipelines", load.maxPipelines())
                .put("pixelsPerSecond", load.pixelsPerSecond())
                .put("maxPixelsPerSecond", load.maxPixelsPerSecond())
                .put("bytes", load.bytes())
                .put("maxBytes", load.maxBytes());
    }

    public static ServerReport read(JsonNode json) {
        JsonNode load = json.path("load");
        return new ServerReport(
                new Identity(json.path("server").asText(), json.path("life").asText()),
                json.path("version").asText(),
                json.path("url").asText(),
                json.path("serving").asBoolean(),
                json.path("draining").asBoolean(),
                json.path("full").asBoolean(),
                new ServerLoad(
                        load.path("interactions").asInt(),
                        load.path("participants").asInt(),
                        load.path("maxParticipants").asInt(),
                        load.path("pipelines").asInt(),
                        load.path("maxPipelines").asInt(),
                        load.path("pixelsPerSecond").asLong(),
                        load.path("maxPixelsPerSecond").asLong(),
                        load.path("bytes").asLong(),
                        load.path("maxBytes").asLong()),
                json.path("processorShare").asDouble(-1),
                json.path("freeBytes").asLong(-1),
                json.path("passedOn").asInt());
    }
}
