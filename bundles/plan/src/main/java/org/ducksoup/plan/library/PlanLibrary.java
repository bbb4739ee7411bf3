package org.ducksoup.plan.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.reading.PlanReader;
import org.ducksoup.plan.text.PlanText;
import org.ducksoup.plan.text.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans in a directory. {@link #refresh} looks for edits; everything else answers from memory. A file that is wrong keeps
 * the version before in use. Plans are immutable, so an edit changes nothing for interactions that run.
 */
public final class PlanLibrary {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlanLibrary.class);
    private static final Pattern FILE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,63})\\.(yaml|yml|json)");
    private static final int SHOWN_PROBLEMS = 5;

    private final Path directory;
    private Map<Path, Stamp> stamps = Map.of();
    private volatile Map<String, PlanFile> files = Map.of();
    private boolean unreadable;

    /** By which an edit shows. */
    private record Stamp(long modified, long size, @Nullable Object identity) {}

    public PlanLibrary(Path directory) {
        this.directory = directory;
    }

    /** Every file, by the name of its plan. */
    public Map<String, PlanFile> files() {
        return files;
    }

    /** The version of a plan that is in use. */
    public Optional<Plan> plan(String name) {
        return Optional.ofNullable(files.get(name)).map(PlanFile::plan);
    }

    /** Reads what is new or has changed. Blocks for the disk; for one thread at a time. */
    public synchronized void refresh() {
        Map<Path, Stamp> found;
        try {
            found = stamps();
        } catch (IOException e) {
            if (!unreadable) {
                LOGGER.error("the plans in {} cannot be read, and those read before stay in use: {}", directory, e);
            }
            unreadable = true;
            return;
        }
        unreadable = false;
        if (found.equals(stamps)) {
            return;
        }
        Map<String, PlanFile> now = new TreeMap<>();
        for (Path file : found.keySet()) {
            String name = name(file);
            PlanFile other = now.get(name);
            if (other != null) {
                LOGGER.error("{} is not used, because {} has the same name", file, other.path());
                continue;
            }
            PlanFile before = files.get(name);
            boolean isSame =
                    before != null && before.path().equals(file) && Objects.equals(stamps.get(file), found.get(file));
            now.put(name, isSame && before != null ? before : read(file, name, before));
        }
        files.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> LOGGER.info("plan {} is not there any more", name));
        files = Collections.unmodifiableMap(now);
        stamps = found;
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> found = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                if (FILE.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file)) {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    found.put(
                            file,
                            new Stamp(
                                    attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey()));
                }
            }
        }
        return found;
    }

    /** Of a file that has the right form of a name; else its name. */
    public static String name(Path file) {
        Matcher matcher = FILE.matcher(file.getFileName().toString());
        return matcher.matches() ? matcher.group(1) : file.getFileName().toString();
    }

    /** The bytes of a file, but no more than a plan may have and one. */
    public static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(PlanText.MAX_BYTES + 1);
        }
    }

    private PlanFile read(Path file, String name, @Nullable PlanFile before) {
        Plan kept = before == null ? null : before.plan();
        try {
            PlanReader.Result result = PlanReader.read(name, bytes(file));
            if (result.plan() != null) {
                LOGGER.info("plan {} is read from {}: SHA-256 {}", name, file, result.sha256());
                return new PlanFile(file, name, result.plan(), List.of());
            }
            LOGGER.error(
                    "plan {} in {} cannot be used{}: {}",
                    name,
                    file,
                    kept == null ? "" : ", and the version before stays in use",
                    shown(result.problems()));
            return new PlanFile(file, name, kept, result.problems());
        } catch (IOException e) {
            LOGGER.error("plan {} in {} cannot be read{}: {}", name, file, kept == null ? "" : " anew", e);
            return new PlanFile(file, name, kept, List.of());
        }
    }

    private static String shown(List<Problem> problems) {
        String first =
                problems.stream().limit(SHOWN_PROBLEMS).map(Problem::sentence).collect(Collectors.joining(" "));
        return problems.size() <= SHOWN_PROBLEMS
                ? first
                : first + " And " + (problems.size() - SHOWN_PROBLEMS) + " more: ducksoup:plan check shows them.";
    }
}
