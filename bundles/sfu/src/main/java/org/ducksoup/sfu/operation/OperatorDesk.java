package org.ducksoup.sfu.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what an operator asks for, and has the interaction do it on its own thread. */
@Component(property = Supervision.HERE)
public final class OperatorDesk implements Supervision {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(OperatorDesk.class);

    private final SupervisedInteractions interactions;
    private final Duration patience;

    @Activate
    public OperatorDesk(@Reference SupervisedInteractions interactions) {
        this(interactions, PATIENCE);
    }

    OperatorDesk(SupervisedInteractions interactions, Duration patience) {
        this.interactions = interactions;
        this.patience = patience;
    }

    /** What an operator asks of an interaction, on the interaction's thread. */
    private interface Operation<T> {
        T on(Supervised interaction) throws OperationException;
    }

    @Override
    public List<InteractionStatus> interactions() {
        // All are asked before one is waited for: one that hangs costs the patience once.
        List<CompletableFuture<InteractionStatus>> asked = interactions.supervised().stream()
                .map(interaction -> ask(interaction, Supervised::status))
                .toList();
        try {
            CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("an interaction is over meanwhile, or does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return asked.stream()
                .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing(InteractionStatus::createdAt))
                .toList();
    }

    @Override
    public void end(InteractionKey key) throws OperationException {
        carryOut(key, interaction -> {
            interaction.end();
            return interaction;
        });
    }

    @Override
    public Duration extend(InteractionKey key, Duration by) throws OperationException {
        if (by.compareTo(Duration.ofSeconds(1)) < 0 || by.compareTo(MAX_DURATION) > 0) {
            throw new OperationException(
                    Cause.BAD_VALUE,
                    "seconds",
                    "an interaction cannot be extended by " + by.toSeconds() + " s; allowed: 1 to "
                            + MAX_DURATION.toSeconds() + " s");
        }
        return carryOut(key, interaction -> interaction.extend(by));
    }

    @Override
    public void remove(InteractionKey key, String userId) throws OperationException {
        carryOut(key, interaction -> {
            interaction.remove(userId);
            return interaction;
        });
    }

    @Override
    public int tell(InteractionKey key, @Nullable String userId, String text) throws OperationException {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new OperationException(
                    Cause.BAD_VALUE,
                    "text",
                    "a message has 1 to " + MAX_TEXT + " characters; this one has "
                            + (text.isBlank() ? "none" : String.valueOf(text.length())));
        }
        return carryOut(key, interaction -> interaction.tell(userId, text));
    }

    @Override
    public void control(InteractionKey key, EffectControl control) throws OperationException {
        carryOut(key, interaction -> {
            interaction.control(control);
            return interaction;
        });
    }

    @Override
    public InteractionStatus reveal(InteractionKey key) throws OperationException {
        return carryOut(key, Supervised::reveal);
    }

    @Override
    public void mark(InteractionKey key, Mark mark) throws OperationException {
        String data = mark.data() == null ? "" : mark.data();
        if (mark.name().isBlank() || mark.name().length() > Mark.MAX_NAME) {
            throw new OperationException(
                    Cause.BAD_VALUE,
                    "name",
                    "a marker's name has 1 to " + Mark.MAX_NAME + " characters; this one has "
                            + mark.name().strip().length());
        }
        if (data.length() > Mark.MAX_DATA) {
            throw new OperationException(
                    Cause.BAD_VALUE,
                    "data",
                    "a marker's data has at most " + Mark.MAX_DATA + " characters; these are " + data.length());
        }
        carryOut(key, interaction -> {
            interaction.mark(mark);
            return interaction;
        });
    }

    @Override
    public List<ParticipantPipeline> pipelines(InteractionKey key) throws OperationException {
        List<ParticipantPipeline> found = new ArrayList<>();
        carryOut(key, Supervised::pipelines).forEach((userId, describe) -> describe.get()
                .forEach(one -> found.add(new ParticipantPipeline(userId, one))));
        return found;
    }

    @Override
    public boolean isDraining() {
        return interactions.isDraining();
    }

    @Override
    public void setDraining(boolean draining) {
        interactions.setDraining(draining);
    }

    private <T> T carryOut(InteractionKey key, Operation<T> operation) throws OperationException {
        Supervised interaction = interactions.supervised(key).orElseThrow(() -> unknown(key));
        try {
            return ask(interaction, operation).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationException refused) {
                throw refused;
            }
            throw new IllegalStateException("interaction " + key.name() + ": a bug of the server", e.getCause());
        } catch (TimeoutException e) {
            throw noAnswer(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(key);
        }
    }

    private static <T> CompletableFuture<T> ask(Supervised interaction, Operation<T> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        interaction.execute(() -> {
            try {
                if (interaction.isOver()) {
                    throw unknown(interaction.key());
                }
                answer.complete(operation.on(interaction));
            } catch (OperationException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static OperationException unknown(InteractionKey key) {
        return new OperationException(
                Cause.UNKNOWN,
                "id",
                "there is no interaction " + key.name() + " in namespace " + key.namespace() + " of " + key.origin()
                        + ", or it is over");
    }

    private OperationException noAnswer(InteractionKey key) {
        return new OperationException(
                Cause.NO_ANSWER,
                "interaction " + key.name() + " did not answer within " + patience.toMillis()
                        + " ms; it may still do what was asked of it");
    }
}
