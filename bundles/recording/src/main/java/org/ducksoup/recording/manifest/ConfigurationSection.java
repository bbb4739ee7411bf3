package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The configuration in effect, without values that must not be in a file that is passed on. */
final class ConfigurationSection {
    /** Recordings are shared with other labs. Secrets, and values that reveal where the server is, are left out. */
    private static final List<String> SECRET = List.of("password", "secret", "login", "credential", "key", "token");

    private static final List<String> NO_SCIENCE = List.of("org.ducksoup.web");

    private ConfigurationSection() {}

    /** @param admin null outside a container */
    static ObjectNode of(@Nullable ConfigurationAdmin admin) {
        ObjectNode section = ManifestFile.object();
        if (admin == null) {
            return section;
        }
        try {
            Configuration[] all = admin.listConfigurations("(service.pid=org.ducksoup.*)");
            for (Configuration configuration : all == null ? new Configuration[0] : all) {
                if (!NO_SCIENCE.contains(configuration.getPid())) {
                    add(section, configuration);
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            section.put("error", String.valueOf(e.getMessage()));
        }
        return section;
    }

    private static void add(ObjectNode section, Configuration configuration) {
        Dictionary<String, Object> values = configuration.getProperties();
        if (values == null) {
            return;
        }
        ObjectNode part = section.putObject(configuration.getPid());
        Collections.list(values.keys()).stream()
                .sorted()
                .filter(ConfigurationSection::isPublic)
                .forEach(key -> put(part, key, values.get(key)));
    }

    private static boolean isPublic(String key) {
        String small = key.toLowerCase(Locale.ROOT);
        boolean ofContainer = key.startsWith("service.") || key.startsWith("felix.") || key.startsWith(".");
        // "keyFrameSeconds" contains "key", but is no secret
        return !ofContainer && SECRET.stream().noneMatch(small.replace("keyframe", "")::contains);
    }

    private static void put(ObjectNode part, String key, Object value) {
        if (value instanceof Object[] several) {
            ArrayNode list = part.putArray(key);
            for (Object one : several) {
                list.add(String.valueOf(one));
            }
        } else if (value instanceof Integer number) {
            part.put(key, number);
        } else if (value instanceof Boolean flag) {
            part.put(key, flag);
        } else {
            part.put(key, String.valueOf(value));
        }
    }
}
