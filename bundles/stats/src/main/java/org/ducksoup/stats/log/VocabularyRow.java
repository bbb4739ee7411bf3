package org.ducksoup.stats.log;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.ducksoup.api.interaction.InteractionEvent;

/**
 * How one type of event is written.
 *
 * @param properties adds the properties that only this event has
 */
record VocabularyRow<E extends InteractionEvent>(
        Class<E> type,
        Function<E, LogLevel> level,
        Function<E, String> context,
        Function<E, String> message,
        BiConsumer<E, LogProperties> properties) {

    LogLevel levelOf(InteractionEvent event) {
        return level.apply(type.cast(event));
    }

    LogEntry entry(InteractionEvent event) {
        E typed = type.cast(event);
        LogProperties all = EventDetails.ofScope(event.scope());
        properties.accept(typed, all);
        return new LogEntry(level.apply(typed), event.scope().at(), context.apply(typed), message.apply(typed), all);
    }
}
