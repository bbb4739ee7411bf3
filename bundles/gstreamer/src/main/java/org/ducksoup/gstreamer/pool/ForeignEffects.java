package org.ducksoup.gstreamer.pool;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.catalogue.Elsewhere;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.LaunchText;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which effects run in workers: elements that the operator allows without measurement, those of labs' plug-ins, or all that are
 * not Java code. Their plug-ins are never loaded in this process; a worker describes them. Thread-safe.
 */
public final class ForeignEffects implements Elsewhere {
    private static final Logger LOGGER = LoggerFactory.getLogger(ForeignEffects.class);
    /** Between two looks whether a lab's plug-in is back. */
    static final long POLL_MILLIS = 200;

    private static final long MAX_DESCRIBE_SECONDS = 5;

    /** Elements that connect others. */
    private static final Set<String> USUAL = Set.of(
            "audioconvert",
            "audiomixer",
            "audioresample",
            "capsfilter",
            "compositor",
            "deinterleave",
            "identity",
            "interleave",
            "queue",
            "tee",
            "videoconvert",
            "videoscale");

    private final EffectRules rules;
    private final boolean everything;
    private final WorkerPool pool;
    private final Quarantine quarantine = new Quarantine(System::nanoTime);
    /** By the element's name. */
    private final Map<String, ElementFacts> described = new ConcurrentHashMap<>();
    /** Elements of labs' plug-ins. */
    private final Map<String, Brought> brought = new ConcurrentHashMap<>();

    private final Set<User> users = ConcurrentHashMap.newKeySet();

    /** @param file of the plug-in */
    private record Brought(String file, ElementFacts facts) {}

    ForeignEffects(EffectRules rules, boolean everything, WorkerPool pool) {
        this.rules = rules;
        this.everything = everything;
        this.pool = pool;
    }

    @Override
    public boolean brings(String element) {
        return brought.containsKey(element);
    }

    @Override
    public boolean runs(String element) {
        return everything || needsWorker(element);
    }

    /** Whether the element may run in a worker only: it was not measured. */
    boolean needsWorker(String element) {
        return brings(element) || rules.isWaived(element);
    }

    @Override
    public Optional<ElementFacts> find(String element) {
        Brought of = brought.get(element);
        if (of != null) {
            return Optional.of(of.facts());
        } else if (!rules.isWaived(element)) {
            return Optional.empty();
        }
        ElementFacts known = described.get(element);
        if (known != null) {
            return Optional.of(known);
        }
        Message.Elements answer = ask(null, element);
        answer.elements().forEach(facts -> described.put(facts.factory(), facts));
        if (!answer.problem().isEmpty()) {
            LOGGER.warn("the effect {} cannot be used: {}", element, answer.problem());
        }
        return Optional.ofNullable(described.get(element));
    }

    /** In a worker that is used for nothing else: describing runs the plug-in's code. */
    private Message.Elements ask(@Nullable String plugin, @Nullable String element) {
        WorkerProcess worker = pool.take(WorkerPool.PATIENCE).orElse(null);
        if (worker == null) {
            return new Message.Elements(0, List.of(), "No process can be started that examines it.");
        }
        try {
            Message answer = worker.ask(question -> new Message.Find(question, plugin, element))
                    .get(MAX_DESCRIBE_SECONDS, TimeUnit.SECONDS);
            return (Message.Elements) answer;
        } catch (ExecutionException e) {
            return new Message.Elements(0, List.of(), "Its process died while it was examined: " + reason(e) + ".");
        } catch (TimeoutException e) {
            return new Message.Elements(0, List.of(), "It hangs while it is examined.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Message.Elements(0, List.of(), "The server ends.");
        } finally {
            worker.kill("it has described something");
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    @Override
    public Optional<String> refusal(String element) {
        return quarantine.refusal(element);
    }

    /**
     * Makes the elements of a lab's plug-in known. May wait some seconds.
     *
     * @return why it cannot be used, as a sentence; empty if it can
     */
    String add(String file) {
        Message.Elements answer = ask(file, null);
        for (ElementFacts facts : answer.elements()) {
            quarantine.forget(facts.factory());
            brought.put(facts.factory(), new Brought(file, facts));
        }
        return answer.problem();
    }

    /** Forgets the elements of a plug-in, and ends the processes that have loaded it. */
    void remove(String file) {
        brought.values().removeIf(of -> of.file().equals(file));
        users.forEach(user -> user.onGone(file));
    }

    /** The effect has changed: that it died before counts no more. */
    void forget(String effect) {
        quarantine.forget(effect);
    }

    /** Whether an element may run in this process, though nothing bounds its values. */
    boolean isUsual(String element) {
        return USUAL.contains(element) || (rules.isFit(element) && !needsWorker(element));
    }

    void add(User user) {
        users.add(user);
    }

    void remove(User user) {
        users.remove(user);
    }

    /** A medium that may have loaded plug-ins of labs. */
    interface User {
        void onGone(String file);
    }

    /** The names of the elements of a plug-in. */
    List<String> broughtBy(String file) {
        return brought.entrySet().stream()
                .filter(entry -> entry.getValue().file().equals(file))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Elements of labs' plug-ins, by name. */
    public Map<String, ElementFacts> brought() {
        Map<String, ElementFacts> all = new TreeMap<>();
        brought.forEach((name, of) -> all.put(name, of.facts()));
        return all;
    }

    /**
     * The files of labs' plug-ins that a medium needs.
     *
     * @param elements those of labs' effects
     */
    List<String> plugins(Processing processing, Collection<Effect.Bin> elements) {
        return Stream.concat(
                        names(processing),
                        elements.stream().flatMap(bin -> LaunchText.elements(bin.description()).stream()))
                .map(brought::get)
                .filter(of -> of != null)
                .map(Brought::file)
                .distinct()
                .toList();
    }

    /** Elements of a medium that may have any values: those of the list keep their bounds in a worker, too. */
    Set<String> waived(Processing processing) {
        return names(processing)
                .filter(name -> brings(name) || rules.isWaived(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether an effect of a medium is not there any more.
     *
     * @param labs effects that are none of GStreamer's
     */
    boolean isWithdrawn(Processing processing, Set<String> labs) {
        return names(processing)
                .anyMatch(name ->
                        !labs.contains(name) && !brings(name) && !rules.isWaived(name) && !rules.isMeasured(name));
    }

    /**
     * The process with a medium's effects has died.
     *
     * @param unmeasured the effects in that process that were not measured, of all its media
     */
    void failed(int process, Processing processing, Set<String> unmeasured, String reason) {
        Map<String, String> files = new HashMap<>();
        brought.forEach((name, of) -> files.put(name, of.file()));
        Set<String> effects = names(processing).collect(Collectors.toSet());
        for (String name : Blame.suspects(effects, unmeasured, files, reason)) {
            if (quarantine.died(name, process, reason)) {
                LOGGER.error(
                        "the effect {} is refused for {} minutes: its process died {} times in a row, at last because of: {}",
                        name,
                        Quarantine.LASTS.toMinutes(),
                        Quarantine.MAX_DEATHS,
                        reason);
            }
        }
    }

    private static Stream<String> names(Processing processing) {
        return MediumPlan.effects(processing).stream().map(Element::factory);
    }
}
