package org.ducksoup.sfu.negotiation;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/**
 * The offers of one connection. One offer is outstanding at a time; changes requested meanwhile go into the next one. On
 * the interaction's thread.
 */
public final class Offers {
    /** Client and server restart ICE if they have found no path to each other within this time. */
    static final Duration CONNECTING_PATIENCE = Duration.ofSeconds(4);

    /** The minimum interval between two ICE restarts. */
    static final Duration RESTART_INTERVAL = Duration.ofSeconds(2);

    /** The number of consecutive invalid answers after which a client is given up. */
    public static final int MAX_INVALID_ANSWERS = 3;

    private final PeerConnection connection;
    private final boolean audioLevels;
    private final Consumer<ServerMessage> client;
    private final Agenda agenda;
    private final InteractionLog log;
    private final String userId;
    private final BooleanSupplier open;
    private final Consumer<String> onFailure;
    private @Nullable SessionDescription last;
    private boolean wanted;
    private boolean restartWanted;
    private boolean restartAnnounced;
    private long nextRestartNanos;
    private boolean watched;
    private int invalidAnswers;

    /**
     * @param audioLevels whether the client's browser is asked to say how loud its sound is
     * @param client is sent the offers
     * @param userId of the client
     * @param open whether the connection is still in use
     * @param onFailure is told why no offer can be made
     */
    public Offers(
            PeerConnection connection,
            boolean audioLevels,
            Consumer<ServerMessage> client,
            Agenda agenda,
            InteractionLog log,
            String userId,
            BooleanSupplier open,
            Consumer<String> onFailure) {
        this.connection = connection;
        this.audioLevels = audioLevels;
        this.client = client;
        this.agenda = agenda;
        this.log = log;
        this.userId = userId;
        this.open = open;
        this.onFailure = onFailure;
        nextRestartNanos = agenda.nanoTime();
    }

    /** Makes an offer. While another offer is outstanding, this one follows its answer. */
    public void make(OfferCause cause) {
        log.tell(s -> new InteractionEvent.OfferRequested(s, cause.token()), userId);
        wanted = true;
        makeIfPossible();
    }

    /**
     * Makes an offer with which client and server look for another way to each other. A restart costs the server an agent with
     * its threads, and a client may ask as often as it likes: there is at most one in {@link #RESTART_INTERVAL}.
     */
    public void restartIce(OfferCause cause) {
        log.tell(s -> new InteractionEvent.OfferRequested(s, cause.token()), userId);
        restartWanted = true;
        long early = nextRestartNanos - agenda.nanoTime();
        if (early > 0 && !restartAnnounced) {
            restartAnnounced = true;
            agenda.after(Duration.ofNanos(early), this::makeIfPossible);
        }
        makeIfPossible();
    }

    private boolean isRestartDue() {
        return restartWanted && agenda.nanoTime() - nextRestartNanos >= 0;
    }

    private void makeIfPossible() {
        boolean restart = isRestartDue();
        if (!(wanted || restart) || !open.getAsBoolean() || connection.isOfferOutstanding()) {
            return;
        }
        OfferOptions options = restart ? OfferOptions.ICE_RESTART : OfferOptions.PLAIN;
        wanted = false;
        if (restart) {
            restartWanted = false;
            restartAnnounced = false;
            nextRestartNanos = agenda.nanoTime() + RESTART_INTERVAL.toNanos();
        }
        try {
            SessionDescription offer = connection.createOffer(options.withAudioLevels(audioLevels));
            last = offer;
            tellState("have-local-offer");
            client.accept(new ServerMessage.Offer(offer));
        } catch (PeerConnectionException e) {
            onFailure.accept(String.valueOf(e.getMessage()));
        }
    }

    /** Repeats the offer if it is not answered yet: it may not have arrived. */
    public void repeat() {
        SessionDescription offer = last;
        if (offer != null && connection.isOfferOutstanding()) {
            client.accept(new ServerMessage.Offer(offer));
        }
    }

    /**
     * Repeats the offer whose answer was invalid. No other offer can follow until this one is answered, so a client that
     * never answers correctly is given up.
     */
    public void askAgain(String reason) {
        if (!connection.isOfferOutstanding()) {
            // Answers that come late do no harm.
            return;
        }
        if (++invalidAnswers < MAX_INVALID_ANSWERS) {
            repeat();
        } else {
            onFailure.accept("no valid answer has come: " + reason);
        }
    }

    /** Takes the answer to the offer that is outstanding. */
    public void accept(SessionDescription answer) throws PeerConnectionException {
        connection.setAnswer(answer);
        invalidAnswers = 0;
        tellState("stable");
    }

    /** Goes on after an answer. */
    public void proceed() {
        watchConnecting();
        makeIfPossible();
    }

    /**
     * The checks of one side may be lost for good, and no browser starts again by itself before it has connected
     * once.
     */
    private void watchConnecting() {
        if (!watched && isConnecting()) {
            watched = true;
            agenda.after(CONNECTING_PATIENCE, () -> {
                watched = false;
                if (open.getAsBoolean() && isConnecting()) {
                    restartIce(OfferCause.NOT_CONNECTED);
                }
            });
        }
    }

    private boolean isConnecting() {
        ConnectionState state = connection.state();
        return state == ConnectionState.NEW || state == ConnectionState.CONNECTING;
    }

    private void tellState(String state) {
        log.tell(s -> new InteractionEvent.SignalingStateChanged(s, state), userId);
    }
}
