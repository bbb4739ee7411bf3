package org.ducksoup.gstreamer.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.gstreamer.catalogue.AllowedEffects;
import org.ducksoup.gstreamer.catalogue.EffectCheck;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.catalogue.ElementCatalogue;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.MediaPlace;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.ducksoup.gstreamer.pipeline.WarmUp;
import org.ducksoup.gstreamer.wire.FrameReader;
import org.ducksoup.gstreamer.wire.Message;
import org.ducksoup.gstreamer.wire.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media of this worker, by their numbers. Reads on one thread; answers come from several. */
final class ServedMedia implements FrameReader.Handler {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServedMedia.class);

    private final Outbox outbox;
    private final ElementCatalogue catalogue;
    private final ExecutorService lifecycle;
    private final ScheduledExecutorService control;
    private final Map<Integer, ServedMedium> media = new ConcurrentHashMap<>();
    /** Loaded plug-ins, by their files. Confined to the reading thread. */
    private final Map<String, Plugin> plugins = new HashMap<>();

    private MediumPlan.@Nullable Tuning tuning;
    private Answer onReady = () -> {};

    /** Something that is written to the server. */
    interface Answer {
        void send() throws IOException;
    }

    ServedMedia(
            Outbox outbox, ElementCatalogue catalogue, ExecutorService lifecycle, ScheduledExecutorService control) {
        this.outbox = outbox;
        this.catalogue = catalogue;
        this.lifecycle = lifecycle;
        this.control = control;
    }

    /** @param answer when everything usual is loaded */
    void onReady(Answer answer) {
        onReady = answer;
    }

    void tick() {
        long now = System.nanoTime();
        media.values().forEach(medium -> medium.tick(now));
    }

    @Override
    public void onPacketIn(int number, byte[] buffer, int length, long arrivalNanos) {
        ServedMedium medium = media.get(number);
        if (medium != null) {
            medium.push(buffer, length, arrivalNanos);
        }
    }

    @Override
    public void onMessage(Message message) throws IOException {
        if (message instanceof Message.Setup setup) {
            tuning = setup.tuning();
            new WarmUp(environment(setup.tuning(), Set.of(), new LabEffects())).run();
            onReady.send();
        } else if (message instanceof Message.Open open) {
            open(open);
        } else if (message instanceof Message.Close close) {
            ServedMedium medium = media.get(close.medium());
            if (medium != null) {
                medium.close();
            }
        } else if (message instanceof Message.Ping ping) {
            outbox.send(new Message.Pong(ping.question()));
        } else if (message instanceof Message.Find find) {
            outbox.send(find(find));
        } else if (message instanceof Message.Describe describe) {
            // This may wait for an element, and nothing else is to wait for that.
            lifecycle.execute(() -> describe(describe));
        } else {
            control(message);
        }
    }

    private void control(Message message) throws IOException {
        if (message instanceof Message.SetValue set) {
            with(set.medium(), medium -> medium.set(set.value(), set.when()));
        } else if (message instanceof Message.Circuit circuit) {
            with(circuit.medium(), medium -> medium.setInCircuit(circuit.step(), circuit.in(), circuit.when()));
        } else if (message instanceof Message.KeyFrame key) {
            with(key.medium(), ServedMedium::requestKeyFrame);
        } else if (message instanceof Message.Rate rate) {
            with(rate.medium(), medium -> medium.setBitrate(new Bitrate(rate.bitsPerSecond())));
        } else if (message instanceof Message.Loss loss) {
            with(loss.medium(), medium -> medium.setExpectedLoss(loss.fraction()));
        } else {
            throw new IOException("not for a worker: " + message.getClass().getSimpleName());
        }
    }

    private void with(int number, Consumer<ServedMedium> task) {
        ServedMedium medium = media.get(number);
        if (medium != null) {
            task.accept(medium);
        }
    }

    private void open(Message.Open open) throws IOException {
        MediumPlan.Tuning there = tuning;
        if (there == null || media.containsKey(open.medium())) {
            throw new IOException("a medium before the setup, or twice");
        }
        for (String file : open.plugins()) {
            String problem = plugin(file).problem();
            if (!problem.isEmpty()) {
                outbox.send(new Message.Failed(open.medium(), problem));
                outbox.send(new Message.Freed(open.medium()));
                return;
            }
        }
        PipelineEnvironment environment = environment(there, open.waived(), labs(open.labs()));
        ServedMedium medium = new ServedMedium(open, environment, outbox, () -> media.remove(open.medium()));
        media.put(open.medium(), medium);
        medium.begin();
    }

    private Plugin plugin(String file) {
        return plugins.computeIfAbsent(file, Plugin::load);
    }

    private Message find(Message.Find find) {
        String file = find.plugin();
        String element = find.element();
        if (element != null) {
            return catalogue
                    .find(element)
                    .map(facts -> new Message.Elements(find.question(), List.of(facts), ""))
                    .orElseGet(() -> new Message.Elements(
                            find.question(),
                            List.of(),
                            "There is no element " + element + ", or it cannot be loaded."));
        }
        Plugin plugin = file == null ? Plugin.NONE : plugin(file);
        return new Message.Elements(
                find.question(),
                plugin.elements().stream()
                        .flatMap(name -> catalogue.find(name).stream())
                        .toList(),
                plugin.problem());
    }

    private void describe(Message.Describe describe) {
        ServedMedium medium = media.get(describe.medium());
        try {
            outbox.send(new Message.Description(describe.question(), medium == null ? "" : medium.graph()));
        } catch (IOException e) {
            LOGGER.debug("the server is gone", e);
        }
    }

    /** Effects that make again what the lab's code has made in the server. */
    private static LabEffects labs(List<Message.LabEffect> made) {
        Map<String, EffectFactory> factories = new HashMap<>();
        made.forEach(effect -> factories.put(effect.name(), request -> made.stream()
                .filter(each ->
                        each.name().equals(effect.name()) && each.settings().equals(request.settings()))
                .map(Message.LabEffect::elements)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the server did not say what it is made of"))));
        return LabEffects.fixed(factories);
    }

    private PipelineEnvironment environment(MediumPlan.Tuning known, Set<String> waived, LabEffects labs) {
        EffectRules rules = new EffectRules(AllowedEffects.shipped(), waived, Set.of());
        return new PipelineEnvironment(
                catalogue,
                new EffectCheck(catalogue, labs, rules),
                labs,
                known,
                MediaPlace.Places.HERE,
                lifecycle,
                control);
    }
}
