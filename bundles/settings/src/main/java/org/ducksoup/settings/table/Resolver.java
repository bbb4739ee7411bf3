package org.ducksoup.settings.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ducksoup.settings.table.Resolution.Value;
import org.jspecify.annotations.Nullable;

/**
 * Resolves every setting: environment, then {@code .env}, then {@code etc}, then {@code config}, then the default. An
 * empty value counts as not set. Pure: reads no file and changes nothing.
 */
public final class Resolver {
    private final Inputs inputs;
    private final Map<Setting, Value> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Resolver(Inputs inputs) {
        this.inputs = inputs;
    }

    public static Resolution resolve(Inputs inputs) {
        Resolver resolver = new Resolver(inputs);
        resolver.resolveAll();
        return new Resolution(
                Collections.unmodifiableMap(resolver.values),
                List.copyOf(resolver.problems),
                UnknownNames.warnings(inputs),
                PipelineTexts.texts(inputs.yaml()),
                inputs.etc().getOrDefault(SettingsTable.EFFECTS, Map.of()));
    }

    private void resolveAll() {
        problems.addAll(inputs.unreadable());
        resolve(SettingsTable.MODE, false);
        Value mode = values.get(SettingsTable.MODE);
        boolean development = mode != null && mode.typed().equals("DEV");
        SettingsTable.ALL.stream()
                .filter(setting -> !setting.equals(SettingsTable.MODE))
                .forEach(setting -> resolve(setting, development));
        checkOrder("audio");
        checkOrder("video");
        checkTurn();
        checkWebhooks();
        checkTls();
        checkHostCandidate();
        new ClusterChecks(values, problems).check();
    }

    /**
     * A public address is always announced as a candidate. This setting therefore only demands that a public address is
     * set.
     */
    private void checkHostCandidate() {
        Value explicit = values.get(SettingsTable.EXPLICIT_HOST_CANDIDATE);
        Value address = values.get(SettingsTable.PUBLIC_IP);
        if (explicit != null
                && address != null
                && explicit.typed().equals(true)
                && address.text().isEmpty()) {
            problems.add("%s is true (%s), but %s is not set; it must be the address to announce to participants."
                    .formatted(
                            SettingsTable.EXPLICIT_HOST_CANDIDATE.name(),
                            explicit.origin().place(),
                            SettingsTable.PUBLIC_IP.name()));
        }
    }

    private void checkTls() {
        checkPair(SettingsTable.TLS_CERTIFICATE, SettingsTable.TLS_KEY, "the PEM file of its private key");
        checkPair(SettingsTable.TLS_KEY, SettingsTable.TLS_CERTIFICATE, "the PEM file of its certificate");
    }

    private void checkPair(Setting present, Setting missing, String what) {
        Value value = values.get(present);
        Value other = values.get(missing);
        if (value != null
                && other != null
                && !value.text().isEmpty()
                && other.text().isEmpty()) {
            problems.add("%s is \"%s\" (%s), but %s is not set; it must be %s."
                    .formatted(present.name(), value.text(), value.origin().place(), missing.name(), what));
        }
    }

    /** A browser refuses the whole list of servers if one of them is a relay without a password. */
    private void checkTurn() {
        checkPair(
                SettingsTable.TURN_ADDRESS,
                SettingsTable.TURN_SECRET,
                "the secret that the TURN server has (coturn: static-auth-secret)");
    }

    /** A receiver that cannot know who has sent something must believe everybody. */
    private void checkWebhooks() {
        checkPair(SettingsTable.WEBHOOK_URLS, SettingsTable.WEBHOOK_SECRET, "the secret that the receivers know");
    }

    private void resolve(Setting setting, boolean development) {
        Value written = Stream.of(
                        fromEnvironment(setting.variable()),
                        fromEnvironment(setting.laterVariable()),
                        fromDotEnv(setting.variable()),
                        fromDotEnv(setting.laterVariable()),
                        fromEtc(setting),
                        fromYaml(setting))
                .filter(value -> !value.text().isEmpty())
                .findFirst()
                .orElseGet(() ->
                        untyped(development ? setting.developmentFallback() : setting.fallback(), Origin.DEFAULT));
        Object typed = written.text().isEmpty()
                ? setting.type().absent()
                : setting.type().parse(written.text());
        if (typed == null) {
            String shown = setting.secret() ? "not allowed" : '"' + written.text() + '"';
            problems.add("%s is %s (%s), but it must be %s."
                    .formatted(
                            setting.name(),
                            shown,
                            written.origin().place(),
                            setting.type().allowed()));
            return;
        }
        values.put(setting, new Value(typed, written.text(), written.origin()));
    }

    private Value fromEnvironment(@Nullable String variable) {
        return variable == null
                ? untyped(null, Origin.DEFAULT)
                : untyped(inputs.environment().get(variable), Origin.environment(variable));
    }

    private Value fromDotEnv(@Nullable String variable) {
        return variable == null
                ? untyped(null, Origin.DEFAULT)
                : untyped(inputs.dotEnv().get(variable), Origin.dotEnv(variable));
    }

    private Value fromEtc(Setting setting) {
        Map<String, String> file = inputs.etc().getOrDefault(setting.pid(), Map.of());
        return untyped(file.get(setting.key()), Origin.etc(setting.pid()));
    }

    private Value fromYaml(Setting setting) {
        String place = setting.yaml();
        return place == null
                ? untyped(null, Origin.DEFAULT)
                : untyped(inputs.yaml().get(place), Origin.yaml(place.substring(0, place.indexOf(':'))));
    }

    private static Value untyped(@Nullable String text, Origin origin) {
        return new Value("", text == null ? "" : text.trim(), origin);
    }

    /** Without this check, a minimum above its maximum would fail only when the first participant joins. */
    private void checkOrder(String medium) {
        List<Value> ordered = Stream.of("MinBitrate", "DefaultBitrate", "MaxBitrate")
                .map(key -> SettingsTable.find(SettingsTable.SFU, medium + key))
                .flatMap(setting -> Stream.ofNullable(values.get(setting)))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            Value smaller = ordered.get(i - 1);
            Value larger = ordered.get(i);
            if ((Integer) smaller.typed() > (Integer) larger.typed()) {
                problems.add("Of the %s bitrates in %s, %s (%s) is above %s (%s), but min, default and max must ascend."
                        .formatted(
                                medium,
                                SettingsTable.SFU,
                                smaller.text(),
                                smaller.origin().place(),
                                larger.text(),
                                larger.origin().place()));
            }
        }
    }
}
