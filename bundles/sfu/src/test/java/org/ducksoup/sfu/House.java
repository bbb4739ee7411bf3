package org.ducksoup.sfu;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.capacity.Capacity;
import org.ducksoup.sfu.capacity.Machine;
import org.ducksoup.sfu.channel.Farewells;
import org.ducksoup.sfu.configuration.MediaSettings;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.host.InteractionEnvironment;
import org.ducksoup.sfu.operation.Supervised;
import org.ducksoup.sfu.plan.InteractionPlan;
import org.ducksoup.sfu.recording.Recorders;
import org.ducksoup.sfu.recording.RecordingMemory;

/** An interaction whose surroundings are all fakes, on the test's thread and in virtual time. */
public final class House implements Interaction.Owner {
    public static final InteractionKey KEY = new InteractionKey("https://lab.example", "study", "room");

    private static final Machine MACHINE = new Machine(8, 32L << 30, 4L << 30);

    public final VirtualTimer timer = new VirtualTimer();
    public final List<InteractionEvent> events = new ArrayList<>();
    public final List<FakeConnection> connections = new ArrayList<>();
    public final List<Interaction> over = new ArrayList<>();
    /** Of the interactions that begin; null for none. */
    public ExperimentPlan plan;

    /** Whether browsers do not say how loud their sound is. */
    public boolean deaf;

    boolean openingFails;
    /** Runs the interaction's tasks: at once, or when a test wants that. */
    public Executor pool = Runnable::run;
    /** Runs the checks of effects: at once, or when a test wants that. */
    public Executor checks = Runnable::run;

    public Consumer<FakeConnection> prepare = connection -> {};
    public final Pipelines pipelines = new Pipelines();
    public final Recorders recorders = new Recorders();
    public final Estimators estimators = new Estimators();
    public final RecordingMemory recordingMemory = RecordingMemory.ofServer(64L << 20);
    final Farewells farewells = new Farewells(timer);
    private final InteractionEnvironment environment;
    private Interaction interaction;
    private int nextSsrc = 1;

    public House() {
        this("effectLost", "mute");
    }

    /** @param key a setting that differs from its default */
    public House(String key, Object value) {
        this(Map.of(key, value));
    }

    /** @param configured settings that differ from their defaults */
    public House(Map<String, ?> configured) {
        SfuConfiguration configuration = Defaults.of(SfuConfiguration.class, configured);
        environment = InteractionEnvironment.of(
                configuration,
                new FakeConnection.Factory((name, listener) -> {
                    if (openingFails) {
                        throw new PeerConnectionException("no address");
                    }
                    FakeConnection connection = new FakeConnection(name, listener);
                    prepare.accept(connection);
                    connections.add(connection);
                    return connection;
                }),
                pipelines,
                recorders,
                estimators,
                events::add,
                task -> pool.execute(task),
                task -> checks.execute(task),
                timer,
                farewells,
                recordingMemory,
                new Capacity(MediaSettings.capacity(configuration, MACHINE), () -> false));
    }

    /** Installs a recorder of these modes that writes nothing. */
    public void install(String... modes) {
        RecorderFactory recorder = request -> {
            throw new IOException("nothing is recorded in this test");
        };
        recorders.addFactory(recorder, Map.of("ducksoup.recorder.name", modes));
    }

    public static JoinRequest request(String user, int size, int seconds) {
        return Requests.of(KEY, user, size, seconds);
    }

    public Client join(String user, int size, int seconds) {
        return join(request(user, size, seconds));
    }

    public Client join(JoinRequest request) {
        if (interaction == null || over.contains(interaction)) {
            interaction = begin(request);
        }
        Client client = new Client();
        int before = connections.size();
        client.session = interaction.join(request, client);
        client.connection = connections.size() > before ? connections.get(connections.size() - 1) : null;
        return client;
    }

    private Interaction begin(JoinRequest request) {
        JoinRequest first = plan == null ? request : InteractionPlan.withValues(request, plan);
        return new Interaction(first, plan, environment, this);
    }

    @Override
    public void onOver(Interaction ended) {
        over.add(ended);
    }

    @Override
    public ParticipantSession joinAfter(Interaction ended, JoinRequest request, SignalingChannel channel) {
        if (over.contains(interaction)) {
            interaction = begin(request);
        }
        return interaction.join(request, channel);
    }

    /** The last messages are kept for a while for clients whose channel broke at the end. */
    void forgetFarewells() {
        timer.passSeconds(60);
    }

    Interaction interaction() {
        return interaction;
    }

    /** The interaction as its operator reaches it. */
    public Supervised operated() {
        return interaction.operated();
    }

    /** Ann and Bob, with all their media. */
    public Client[] startTwo(int seconds) {
        Client ann = join("ann", 2, seconds);
        Client bob = join("bob", 2, seconds);
        ann.connect();
        bob.connect();
        return new Client[] {ann, bob};
    }

    InteractionEvent.EndReason endReason() {
        return events(InteractionEvent.InteractionEnded.class).get(0).reason();
    }

    /** The kinds of the events, in order. */
    List<String> kinds() {
        return events.stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    public <E> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** One client's end of the channel. */
    public final class Client implements SignalingChannel {
        public final List<ServerMessage> messages = new ArrayList<>();
        CompletableFuture<Boolean> alive = CompletableFuture.completedFuture(true);
        public ParticipantSession session;
        public FakeConnection connection;
        public FakeReceiver audio;
        public FakeReceiver video;
        public Codec videoCodec = Codec.H264;
        public boolean closed;
        long handled;

        @Override
        public void send(ServerMessage message) {
            if (closed) {
                throw new AssertionError("sent after the end: " + message);
            }
            messages.add(message);
        }

        @Override
        public long handled() {
            return handled;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public CompletionStage<Boolean> isAlive(Duration timeout) {
            return alive;
        }

        /** Takes the connection that was opened last, for a duplicate that was admitted later. */
        public Client seated() {
            connection = connections.get(connections.size() - 1);
            return this;
        }

        public Client answer() {
            session.answer(SessionDescription.answer("good"));
            return this;
        }

        /** The connection stands, and the first packets of both tracks have come. */
        public Client media() {
            connection.listener.onStateChange(ConnectionState.CONNECTED);
            audio = new FakeReceiver(Codec.OPUS, nextSsrc++);
            audio.hasLevels = !deaf;
            connection.listener.onTrack(audio);
            video = new FakeReceiver(videoCodec, nextSsrc++);
            connection.listener.onTrack(video);
            return this;
        }

        /** All steps up to the media. */
        public Client connect() {
            return answer().media();
        }

        /** The messages that the client received, without candidates. */
        public List<String> told() {
            return messages.stream()
                    .filter(m -> !(m instanceof ServerMessage.Candidate))
                    .map(m -> m instanceof ServerMessage.Refused r
                            ? "Refused " + r.refusal()
                            : m.getClass().getSimpleName())
                    .toList();
        }

        public <M> M last(Class<M> type) {
            return messages.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }
}
