package org.ducksoup.cluster.member;

import com.hazelcast.map.IMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.SharedLines;
import org.jspecify.annotations.Nullable;

/**
 * Lines as a map of Hazelcast: an entry for each addition, whose key has the number of the first line. Two servers that add at once want
 * the same key, and the second one is told.
 */
public final class StoredLines implements SharedLines {
    private final Supplier<@Nullable IMap<String, String>> map;
    private final Seal seal;
    /** Lines stay as they are, so each is read once. */
    private final Map<String, List<String>> known = new HashMap<>();

    /** @param map null until this server has found the others */
    public StoredLines(Supplier<@Nullable IMap<String, String>> map, Seal seal) {
        this.map = map;
        this.seal = seal;
    }

    @Override
    public boolean isReachable() {
        return map.get() != null;
    }

    @Override
    public List<String> lines(String name) throws IOException {
        IMap<String, String> present = present();
        List<String> lines;
        synchronized (known) {
            lines = new ArrayList<>(known.getOrDefault(name, List.of()));
        }
        try {
            for (String added = present.get(key(name, lines.size()));
                    added != null;
                    added = present.get(key(name, lines.size()))) {
                lines.addAll(opened(added));
            }
            synchronized (known) {
                known.put(name, List.copyOf(lines));
            }
            return lines;
        } catch (RuntimeException e) {
            throw new IOException("the servers of the cluster are finding each other: " + e, e);
        }
    }

    private List<String> opened(String added) throws IOException {
        return seal.open(added)
                .orElseThrow(() -> new IOException("somebody without the secret of the cluster has written a line"))
                .lines()
                .toList();
    }

    @Override
    public boolean add(String name, int count, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return lines(name).size() == count;
        }
        try {
            return present().putIfAbsent(key(name, count), seal.seal(String.join("\n", lines) + "\n")) == null;
        } catch (RuntimeException e) {
            throw new IOException("the servers of the cluster are finding each other: " + e, e);
        }
    }

    private static String key(String name, int line) {
        return name + "\n" + line;
    }

    private IMap<String, String> present() throws IOException {
        IMap<String, String> present = map.get();
        if (present == null) {
            throw new IOException("this server has not found the others of its cluster yet");
        }
        return present;
    }
}
