package org.ducksoup.itest.tool.blinding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that a page has read of one call, as numbers with names: numbers as they are, texts by their presence. Moments count from
 * the call's start.
 */
public final class PageReadings {
    /** Moments of the wall clock in statistics. What remains of them is their distance from the moment of the report. */
    private static final Set<String> MOMENTS = Set.of(
            "lastPacketReceivedTimestamp",
            "lastPacketSentTimestamp",
            "lastRequestTimestamp",
            "lastResponseTimestamp",
            "remoteTimestamp",
            "estimatedPlayoutTimestamp");

    /** From the year 1900, whence NTP counts, to 1970, in milliseconds. */
    private static final double NTP = 2_208_988_800_000.0;

    private static final Pattern LINES = Pattern.compile("\r?\n");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final NavigableMap<String, Double> values = new TreeMap<>();
    private final ObjectMapper json = new ObjectMapper();
    private final String interaction;
    private double start;

    private PageReadings(String interaction) {
        this.interaction = interaction;
    }

    /**
     * Turns what {@code everything.js} has kept into numbers.
     *
     * @param interaction its name, which is another one in each run and is replaced
     */
    public static NavigableMap<String, Double> of(String kept, String interaction) throws IOException {
        PageReadings readings = new PageReadings(interaction);
        readings.read(readings.json.readTree(kept));
        return readings.values;
    }

    private void read(JsonNode all) {
        for (JsonNode event : all.path("events")) {
            if (event.path("kind").asText().equals("start")) {
                start = event.path("t").asDouble();
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode message : all.path("messages")) {
            message(message, counts);
        }
        for (JsonNode event : all.path("events")) {
            String kind = event.path("kind").asText();
            String name = "event " + kind + " " + counts.merge("event " + kind, 1, Integer::sum);
            put(name + " at", event.path("t").asDouble() - start);
            leaves(name, event.path("payload"));
        }
        for (JsonNode entry : all.path("log")) {
            String place = entry.path("name").asText().replaceFirst("\\?.*", "");
            String name = "log " + entry.path("entryType").asText() + " " + RandomByNature.shape(place);
            add(name, 1);
            for (String member : List.of("transferSize", "encodedBodySize", "decodedBodySize", "responseStatus")) {
                add(name + " " + member, entry.path(member).asDouble());
            }
        }
        counts.forEach((name, count) -> put(name + " count", count));
        frames(all.path("frames"));
        int number = 0;
        NavigableMap<String, Double> before = new TreeMap<>();
        for (JsonNode look : all.path("looks")) {
            before = look("look " + ++number, look, before);
        }
    }

    private void message(JsonNode message, Map<String, Integer> counts) {
        JsonNode content = parsed(message.path("text").asText());
        String kind = message.path("way").asText() + " " + content.path("kind").asText();
        String name = kind + " " + counts.merge(kind, 1, Integer::sum);
        put(name + " at", message.path("t").asDouble() - start);
        if (content.path("kind").asText().equals("join")) {
            // The page wrote it itself.
            return;
        }
        leaves(name, content);
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            return json.getNodeFactory().textNode(text);
        }
    }

    /** How regularly pictures come, which need not be in any statistic. */
    private void frames(JsonNode frames) {
        List<Double> gaps = new ArrayList<>();
        List<Double> processing = new ArrayList<>();
        List<Double> ways = new ArrayList<>();
        @Nullable Double last = null;
        for (JsonNode frame : frames) {
            double at = frame.path("t").asDouble();
            if (last != null) {
                gaps.add(at - last);
            }
            last = at;
            if (frame.has("processingDuration")) {
                processing.add(frame.path("processingDuration").asDouble());
            }
            if (frame.has("receiveTime")) {
                ways.add(at - frame.path("receiveTime").asDouble());
            }
        }
        put("frames count", frames.size());
        quantiles("frames gap", gaps);
        quantiles("frames processingDuration", processing);
        quantiles("frames received to shown", ways);
    }

    private void quantiles(String name, List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        for (int percent : List.of(5, 50, 95, 100)) {
            if (!sorted.isEmpty()) {
                put(name + " p" + percent, sorted.get((sorted.size() - 1) * percent / 100));
            }
        }
    }

    /** Statistics are totals, so what they grew by since the last look is there as well. */
    private NavigableMap<String, Double> look(String name, JsonNode look, NavigableMap<String, Double> before) {
        NavigableMap<String, Double> numbers = new TreeMap<>();
        String pair = "";
        Map<String, String> codecs = new HashMap<>();
        for (JsonNode report : look.path("stats")) {
            if (report.has("selectedCandidatePairId")) {
                pair = report.path("selectedCandidatePairId").asText();
            }
            codecs.put(report.path("id").asText(), report.path("mimeType").asText());
        }
        for (JsonNode report : look.path("stats")) {
            report(name, report, pair, codecs, numbers);
        }
        numbers.forEach((key, value) -> {
            put(name + " " + key, value);
            if (before.containsKey(key)) {
                put(name + " grown " + key, value - before.get(key));
            }
        });
        lines(name + " local", look.path("local").asText());
        lines(name + " remote", look.path("remote").asText());
        put(name + " connections", look.path("connections").asDouble());
        leaves(name + " states", look.path("states"));
        for (String list : List.of("receivers", "senders", "elements")) {
            for (JsonNode each : look.path(list)) {
                leaves(name + " " + list + " " + each.path("kind").asText(), each);
            }
        }
        return numbers;
    }

    private void report(
            String look,
            JsonNode report,
            String pair,
            Map<String, String> codecs,
            NavigableMap<String, Double> numbers) {
        String type = report.path("type").asText();
        String label = String.join(
                "/",
                type,
                report.path("kind").asText(),
                switch (type) {
                    case "codec" -> report.path("mimeType").asText();
                    case "candidate-pair" -> report.path("id").asText().equals(pair) ? "selected" : "other";
                    case "local-candidate", "remote-candidate" ->
                        report.path("candidateType").asText() + " "
                                + report.path("protocol").asText();
                    default -> "";
                });
        numbers.merge(label + "/count", 1.0, Double::sum);
        report.properties().forEach(member -> {
            String name = label + "/" + member.getKey();
            JsonNode value = member.getValue();
            if (member.getKey().equals("codecId")) {
                put(look + " " + name + "=" + codecs.get(value.asText()), 1);
            } else if (RandomByNature.isMember(member.getKey())
                    || member.getKey().equals("timestamp")) {
                // Left out.
            } else if (MOMENTS.contains(member.getKey())) {
                numbers.merge(name, since(report, value), Double::sum);
            } else if (value.isNumber() || value.isBoolean()) {
                numbers.merge(name, number(value), Double::sum);
            } else if (value.isObject()) {
                value.properties()
                        .forEach(part -> numbers.merge(
                                name + "/" + part.getKey(), part.getValue().asDouble(), Double::sum));
            } else {
                put(look + " " + name + "=" + RandomByNature.shape(value.asText()), 1);
            }
        });
    }

    /** How long before a report a moment of its own was. */
    private static double since(JsonNode report, JsonNode moment) {
        double distance = report.path("timestamp").asDouble() - moment.asDouble();
        return distance < -NTP / 2 ? distance + NTP : distance;
    }

    private static double number(JsonNode value) {
        return value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
    }

    /** Everything in a value; texts that are JSON or session descriptions are taken apart too. */
    private void leaves(String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(member -> {
                if (MOMENTS.contains(member.getKey())) {
                    add(name + "/" + member.getKey(), since(value, member.getValue()));
                } else if (!RandomByNature.isMember(member.getKey())
                        && !member.getKey().equals("timestamp")) {
                    leaves(name + "/" + member.getKey(), member.getValue());
                }
            });
        } else if (value.isArray()) {
            put(name + " size", value.size());
            value.forEach(each -> leaves(name, each));
        } else if (value.isNumber() || value.isBoolean()) {
            add(name, number(value));
        } else if (value.isTextual()) {
            String text = value.textValue();
            if (text.startsWith("{") || text.startsWith("[")) {
                leaves(name, parsed(text));
            } else if (NUMBER.matcher(text).matches()) {
                add(name, Double.parseDouble(text));
            } else if (text.contains("v=0") || text.contains("candidate:")) {
                lines(name, text);
            } else {
                add(name + "=" + own(RandomByNature.shape(text)), 1);
            }
        }
    }

    private void lines(String name, String description) {
        for (String line : LINES.split(description)) {
            add(name + " " + own(RandomByNature.line(line)), 1);
        }
    }

    private String own(String text) {
        return text.replace(interaction, "<interaction>");
    }

    private void put(String name, double value) {
        values.put(name, value);
    }

    private void add(String name, double value) {
        values.merge(name, value, Double::sum);
    }
}
