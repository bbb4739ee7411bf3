package org.ducksoup.settings.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything the operator has written, as text.
 *
 * @param environment of the process
 * @param dotEnv the variables of {@code .env}; empty unless DEV
 * @param etc keys and values by PID
 * @param yaml values by place, for instance {@code sfu.yml:audio.minBitrate}
 * @param unreadable sentences about files that could not be parsed
 * @param launchDirectory the directory that relative paths start from
 */
public record Inputs(
        Map<String, String> environment,
        Map<String, String> dotEnv,
        Map<String, Map<String, String>> etc,
        Map<String, String> yaml,
        List<String> unreadable,
        Path launchDirectory) {

    public Inputs {
        environment = Map.copyOf(environment);
        dotEnv = Map.copyOf(dotEnv);
        etc = Map.copyOf(etc);
        yaml = Map.copyOf(yaml);
        unreadable = List.copyOf(unreadable);
    }
}
