package org.ducksoup.stats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.InteractionObserver;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in an interaction beside its recordings, {@code events.jsonl}: every event whatever the log level, from the
 * moment the interaction was created. What comes before it starts waits in memory; of one that never starts there is no file.
 */
@Component
public final class RunLogs implements InteractionObserver {
    static final String NAME = "events.jsonl";

    private static final Logger LOGGER = LoggerFactory.getLogger(RunLogs.class);
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    /** A name may be in use again while its last run still ends. */
    private record RunKey(InteractionKey key, @Nullable Instant createdAt) {
        static RunKey of(Scope scope) {
            return new RunKey(scope.key(), scope.createdAt());
        }
    }

    /** The log of one run: memory first, a file from its start on. */
    private static final class RunLog {
        private final List<LogEntry> early = new ArrayList<>();
        private @Nullable LogFile file;
    }

    private final JsonFormat format;
    private final Map<RunKey, RunLog> logs = new LinkedHashMap<>();

    @Activate
    public RunLogs() {
        this(ZoneId.systemDefault());
    }

    RunLogs(ZoneId zone) {
        format = new JsonFormat(new LogTime(zone));
    }

    @Override
    public synchronized void onEvent(InteractionEvent event) {
        RunKey key = RunKey.of(event.scope());
        if (event instanceof InteractionEvent.InteractionCreated) {
            logs.put(key, new RunLog());
        }
        RunLog log = logs.get(key);
        if (log == null) {
            return;
        }
        if (event instanceof InteractionEvent.RunOpened opened) {
            log.file = new LogFile(
                    opened.run().directory().resolve(NAME), format, RunLogs::open, System::nanoTime, LOGGER::warn);
            log.early.forEach(log.file::write);
            log.early.clear();
        }
        LogFile file = log.file;
        EventVocabulary.entries(event).forEach(file == null ? log.early::add : file::write);
        if (event instanceof InteractionEvent.InteractionDeleted) {
            logs.remove(key);
            if (file != null) {
                file.close();
            }
        }
    }

    private static OutputStream open(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        if (!Files.exists(path)) {
            Files.createFile(path, MODE);
        }
        return Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Deactivate
    public synchronized void close() {
        for (RunLog log : logs.values()) {
            LogFile file = log.file;
            if (file != null) {
                file.close();
            }
        }
        logs.clear();
    }
}
