package org.ducksoup.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.cluster.home.Neighbours;
import org.ducksoup.cluster.lease.CountedMembers;
import org.ducksoup.cluster.lease.Grants;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.member.Datagrams;
import org.ducksoup.cluster.member.Questions;
import org.ducksoup.cluster.member.Reports;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.cluster.relay.OpenRelays;
import org.ducksoup.parts.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions that servers ask each other all the time: each tells the others of itself and gets their grants for its lease. Thread-safe.
 */
final class RollCall implements Neighbours {
    private static final Logger LOGGER = LoggerFactory.getLogger(RollCall.class);

    private static final String KIND = "kind";
    private static final String GRANT = "grant";
    private static final String OVER = "over";
    private static final String GOODBYE = "goodbye";
    private static final String FORGET = "forget";

    /** Enough servers answer within this time, or they do not at all. */
    private static final Duration VOTE_TIME = Duration.ofSeconds(2);
    /** What is not asked all the time is asked so often, this far apart. */
    private static final int ATTEMPTS = 4;

    private static final Duration ATTEMPT = Duration.ofMillis(150);

    /** Among so many servers, each new interaction is told. */
    private static final int FEW = 30;

    private static final Duration SOON = Duration.ofMillis(50);

    /** @param nanos when it came, in {@link System#nanoTime()} */
    record Heard(ServerReport report, long nanos) {}

    private final CountedMembers members;
    private final Grants grants;
    private final ServerLease lease;
    private final Supplier<ServerReport> own;
    private final Function<ServerReport, ServerRelay> relays;
    private final OpenRelays open;
    private final Consumer<String> onReport;
    private final Timer timer;
    private final Duration leaseTime;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final AtomicBoolean calling = new AtomicBoolean();
    private volatile @Nullable Questions questions;

    /**
     * @param own what this server says of itself
     * @param relays makes the way to a server
     * @param open the clients that are on such a way
     * @param onReport gets the name of each server that has reported
     */
    RollCall(
            CountedMembers members,
            Grants grants,
            ServerLease lease,
            Duration leaseTime,
            Supplier<ServerReport> own,
            Function<ServerReport, ServerRelay> relays,
            OpenRelays open,
            Consumer<String> onReport,
            Timer timer) {
        this.members = members;
        this.grants = grants;
        this.lease = lease;
        this.leaseTime = leaseTime;
        this.own = own;
        this.relays = relays;
        this.open = open;
        this.onReport = onReport;
        this.timer = timer;
    }

    void use(Questions opened) {
        questions = opened;
    }

    /** Asks all other servers that count, or may count again. */
    private void askAll(ObjectNode question, BiConsumer<String, JsonNode> onAnswer) {
        Questions opened = questions;
        if (opened == null) {
            return;
        }
        String self = lease.identity().server();
        for (String server : members.now().configured()) {
            if (!server.equals(self)) {
                opened.ask(server, question, (from, answer) -> {
                    // Each server answers for itself only.
                    if (from.equals(server)) {
                        onAnswer.accept(from, answer);
                    }
                });
            }
        }
    }

    /** The same some times more: a datagram may be lost. */
    private void askAllAgain(ObjectNode question, BiConsumer<String, JsonNode> onAnswer) {
        askAll(question, onAnswer);
        for (int i = 1; i < ATTEMPTS; i++) {
            Runnable unused = timer.schedule(ATTEMPT.multipliedBy(i), () -> askAll(question, onAnswer));
        }
    }

    // ---- questions

    /** A lab's load balancer may bring ten participants in a second, and a choice is as good as the reports that it is made by. */
    @Override
    public void tellSoon() {
        if (members.now().configured().size() <= FEW && calling.compareAndSet(false, true)) {
            Runnable unused = timer.schedule(SOON, () -> {
                calling.set(false);
                call();
            });
        }
    }

    /** Asks everybody for a grant. Call several times in the length of a lease. */
    void call() {
        ServerLease.Round round = lease.begin();
        ObjectNode question = Datagrams.object().put(KIND, GRANT);
        Reports.write(own.get(), question.putObject("report"));
        askAll(question, (server, answer) -> {
            hear(server, answer.path("report"));
            if (answer.path("granted").asBoolean()) {
                answer.path("forgotten").forEach(name -> adopt(name.asText()));
                round.granted(server);
            } else if (answer.path("over").asBoolean()) {
                LOGGER.warn("{} has given this server up; it begins anew", server);
                lease.denied(round.asking());
            }
        });
    }

    /** A server that starts counts those that the others count. */
    private void adopt(String forgotten) {
        if (lease.state() == ServerLease.State.NONE
                && !forgotten.equals(lease.identity().server())) {
            members.change(known -> known.forgetting(forgotten));
        }
    }

    private void hear(String server, JsonNode json) {
        ServerReport report = Reports.read(json);
        if (report.server().equals(server)) {
            Heard before = heard.put(server, new Heard(report, timer.nanoTime()));
            if (before == null || !before.report().identity().equals(report.identity())) {
                LOGGER.info("{} is there, at {}, with version {}", server, report.url(), report.version());
            }
            onReport.accept(server);
        }
    }

    /** Tells everybody that a life of this server is over, and all its interactions with it. */
    void sayGoodbye(Identity over) {
        grants.declareOver(over);
        askAllAgain(about(GOODBYE, over), (server, answer) -> {});
    }

    /** Does not count a server any more. Completes when the others know, as far as they can be reached. */
    CompletionStage<Void> forget(String server) {
        members.change(known -> known.forgetting(server));
        CompletableFuture<Void> told = new CompletableFuture<>();
        Set<String> waiting = ConcurrentHashMap.newKeySet();
        reports().forEach(report -> waiting.add(report.server()));
        waiting.remove(lease.identity().server());
        if (waiting.isEmpty()) {
            told.complete(null);
        }
        askAllAgain(Datagrams.object().put(KIND, FORGET).put("server", server), (from, answer) -> {
            waiting.remove(from);
            if (waiting.isEmpty()) {
                told.complete(null);
            }
        });
        return told.completeOnTimeout(null, VOTE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- answers

    /** Answers another server. */
    ObjectNode answer(String from, JsonNode content) {
        ObjectNode answer = Datagrams.object();
        switch (content.path(KIND).asText()) {
            case GRANT -> grant(from, content.path("report"), answer);
            case OVER -> answer.put("over", isOverHere(identity(content)));
            case GOODBYE -> {
                if (from.equals(content.path("server").asText())) {
                    grants.declareOver(identity(content));
                }
            }
            case FORGET -> forgetToo(content.path("server").asText());
            default -> {
                // A question of a newer version: this one has no answer.
            }
        }
        return answer;
    }

    private static ObjectNode about(String kind, Identity life) {
        return Datagrams.object().put(KIND, kind).put("server", life.server()).put("life", life.life());
    }

    private static Identity identity(JsonNode content) {
        return new Identity(
                content.path("server").asText(), content.path("life").asText());
    }

    private void grant(String from, JsonNode report, ObjectNode answer) {
        Identity asking = Reports.read(report).identity();
        boolean configured =
                asking.server().equals(from) && members.now().configured().contains(from);
        boolean granted = configured && grants.grant(asking);
        answer.put("granted", granted);
        // A server that is not in the settings of this one gets nothing, but is not given up either.
        answer.put("over", configured && !granted);
        members.now().forgotten().forEach(answer.putArray("forgotten")::add);
        Reports.write(own.get(), answer.putObject("report"));
        if (granted) {
            if (members.now().forgotten().contains(from)) {
                members.change(known -> known.remembering(from));
                LOGGER.info("{} is back, and counts again", from);
            }
            hear(from, report);
        }
    }

    private void forgetToo(String server) {
        if (!server.equals(lease.identity().server())
                && !members.now().forgotten().contains(server)) {
            members.change(known -> known.forgetting(server));
            LOGGER.warn(
                    "an operator has declared {} off: it does not count any more, and its interactions may begin anew",
                    server);
        }
    }

    /** Only for a life that has begun, as one has that was found in an entry: of itself, this server knows the present one alone. */
    private boolean isOverHere(Identity lost) {
        Identity self = lease.identity();
        if (lost.server().equals(self.server())) {
            return !lost.equals(self);
        }
        if (members.now().forgotten().contains(lost.server())) {
            grants.declareOver(lost);
        }
        return grants.isOver(lost);
    }

    // ---- neighbours

    @Override
    public Optional<ServerReport> report(String server) {
        if (server.equals(lease.identity().server())) {
            return Optional.of(own.get());
        }
        Heard last = heard.get(server);
        return last != null && isFresh(last) ? Optional.of(last.report()) : Optional.empty();
    }

    /** A server that was not heard for half of its lease may still serve its interactions, but nobody is sent to it. */
    private boolean isFresh(Heard last) {
        return timer.nanoTime() - last.nanos() < leaseTime.toNanos() / 2;
    }

    @Override
    public Collection<ServerReport> reports() {
        return Stream.concat(
                        Stream.of(own.get()),
                        heard.values().stream().filter(this::isFresh).map(Heard::report))
                .toList();
    }

    /** What was heard of a server last, however long ago; empty if nothing was. */
    Optional<Heard> last(String server) {
        return Optional.ofNullable(heard.get(server));
    }

    @Override
    public CompletionStage<Boolean> isOver(Identity lost) {
        CompletableFuture<Boolean> decided = new CompletableFuture<>();
        Set<String> votes = new HashSet<>();
        Consumer<String> vote = server -> {
            synchronized (votes) {
                votes.add(server);
                if (members.now().count(votes) >= members.now().toBegin()) {
                    decided.complete(true);
                }
            }
        };
        if (isOverHere(lost)) {
            vote.accept(lease.identity().server());
        } else if (report(lost.server()).isEmpty()) {
            // The others have heard of it no earlier than this server, or their answer is not worth the wait.
            decided.complete(false);
        }
        if (!decided.isDone()) {
            askAllAgain(about(OVER, lost), (server, answer) -> {
                boolean over = answer.path("over").asBoolean();
                if (server.equals(lost.server())) {
                    // It lives one life after the other, and this one had begun before it was asked.
                    decided.complete(over);
                } else if (over) {
                    vote.accept(server);
                }
            });
            Runnable unused = timer.schedule(VOTE_TIME, () -> decided.complete(false));
        }
        return decided;
    }

    @Override
    public Duration remaining(Identity lost) {
        return grants.remaining(lost);
    }

    @Override
    public ServerRelay relay(ServerReport to) {
        return relays.apply(to);
    }

    @Override
    public CompletionStage<Void> whenNobodyIsPassedOn() {
        return open.whenNone();
    }
}
