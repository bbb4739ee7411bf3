package org.ducksoup.sfu.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.Plans;
import org.ducksoup.sfu.Defaults;
import org.ducksoup.sfu.FakeConnection;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Interactions;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.channel.QueuedChannel;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.recording.Recorders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joins with the code of an operator's trial. */
@Timeout(30)
class TrialJoinTest {
    private static final String CODE = "00112233445566778899aabbccddeeff";

    private final FakePlan trial = new FakePlan();
    private final List<String> taken = new ArrayList<>();
    private final List<InteractionEvent> events = new CopyOnWriteArrayList<>();
    private final PlansHere plans = new PlansHere();
    private final Interactions interactions = new Interactions(
            Defaults.of(SfuConfiguration.class, Map.of("iceServers", new String[] {"stun:a"})),
            new FakeConnection.Factory(FakeConnection::new),
            events::add,
            new Pipelines(),
            new Recorders(),
            new Estimators(),
            plans);

    @BeforeEach
    void offer() {
        trial.trial = CODE;
        trial.roles = List.of("a");
        plans.use(new Plans() {
            @Override
            public Optional<ExperimentPlan> plan(String name) {
                return name.equals("dyad") ? Optional.of(new FakePlan()) : Optional.empty();
            }

            @Override
            public Optional<ExperimentPlan> trial(String code) {
                boolean isFirst = code.equals(CODE) && taken.isEmpty();
                taken.add(code);
                return isFirst ? Optional.of(trial) : Optional.empty();
            }

            @Override
            public List<String> names() {
                return List.of("dyad");
            }
        });
    }

    @AfterEach
    void close() {
        interactions.close();
    }

    private ServerMessage join(JoinRequest request) throws InterruptedException {
        QueuedChannel channel = new QueuedChannel();
        interactions.join(request, channel);
        return channel.next();
    }

    private static JoinRequest trial(String user, String code) {
        return Requests.ofTrial(House.request(user, 5, 3), code);
    }

    private Reason refusal(JoinRequest request) throws InterruptedException {
        return ((ServerMessage.Refused) join(request)).reason();
    }

    @Test
    void aCodeBeginsAnInteractionOfOne() throws Exception {
        assertThat(join(trial("ann", CODE))).isInstanceOf(ServerMessage.Joined.class);
        assertThat(events.stream().filter(InteractionEvent.PlanAssigned.class::isInstance))
                .singleElement()
                .satisfies(event -> assertThat(((InteractionEvent.PlanAssigned) event).trial())
                        .isTrue());
        JoinRequest joined = events.stream()
                .filter(InteractionEvent.ParticipantJoined.class::isInstance)
                .map(event -> ((InteractionEvent.ParticipantJoined) event).request())
                .findFirst()
                .orElseThrow();
        assertThat(joined.size()).isEqualTo(1);
        assertThat(joined.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(joined.place().role()).isEqualTo("a");
        assertThat(taken).containsExactly(CODE);
    }

    @Test
    void aCodeThatDoesNotCountIsRefusedWithASentence() throws Exception {
        assertThat(refusal(trial("ann", "f".repeat(32))).key()).isEqualTo("trial");
        interactions.close();
    }

    /** The code is used up, and the same participant may be let in by it again; nobody else is. */
    @Test
    void aCodeCountsForItsOwnInteractionOnly() throws Exception {
        join(trial("ann", CODE));
        assertThat(refusal(trial("bob", "f".repeat(32))).key()).isEqualTo("trial");
        assertThat(refusal(trial("bob", CODE)).key()).as("the role is taken").isEqualTo("role");
        assertThat(refusal(House.request("bob", 1, 60)).key()).isEqualTo("interactionName");
        assertThat(refusal(Requests.inPlan(House.request("bob", 1, 60), "dyad", "a", null))
                        .key())
                .isEqualTo("interactionName");
        InteractionKey elsewhere = new InteractionKey("https://lab.example", "study", "elsewhere");
        Reason used = refusal(Requests.ofTrial(Requests.of(elsewhere, "ann", 1, 60), CODE));
        assertThat(used.key()).isEqualTo("trial");
        assertThat(used.message()).contains("was used", "get another");
    }

    /** Without knowing whether the code is one: it opens nothing that began without it. */
    @Test
    void nobodyComesIntoACallByACode() throws Exception {
        join(House.request("ann", 2, 60));
        assertThat(refusal(trial("eve", CODE)).key()).isEqualTo("trial");
        InteractionKey planned = new InteractionKey("https://lab.example", "study", "planned");
        join(Requests.inPlan(Requests.of(planned, "ann", 2, 60), "dyad", "a", null));
        assertThat(refusal(Requests.ofTrial(Requests.of(planned, "eve", 2, 60), CODE))
                        .key())
                .isEqualTo("trial");
        assertThat(taken).as("the code was not used up").isEmpty();
    }
}
