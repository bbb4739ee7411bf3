package org.ducksoup.sfu.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.sfu.House;
import org.junit.jupiter.api.Test;

/** Offers, answers, candidates. */
class OffersTest {
    private final House house = new House();

    @Test
    void oneOfferAtATimeAndWhatCameMeanwhileInTheNext() {
        House.Client ann = house.join("ann", 2, 60);
        House.Client bob = house.join("bob", 2, 60);
        ann.media();
        bob.media();
        assertThat(ann.connection.offers).as("the first is not answered yet").hasSize(1);
        ann.session.negotiationNeeded("stable");
        ann.session.iceDisconnected();
        assertThat(ann.connection.offers).hasSize(1);
        ann.answer();
        assertThat(ann.connection.offers).containsExactly(OfferOptions.PLAIN, OfferOptions.ICE_RESTART);
        ann.answer();
        assertThat(ann.connection.offers).as("one for all of it").hasSize(2);
    }

    /** Each restart costs an agent with its threads. */
    @Test
    void aClientThatAsksForRestartsWithoutEndGetsOneInTwoSeconds() {
        House.Client[] two = house.startTwo(60);
        House.Client ann = two[0];
        ann.answer();
        int before = ann.connection.offers.size();
        for (int i = 0; i < 100; i++) {
            ann.session.iceDisconnected();
            ann.answer();
            house.timer.pass(Duration.ofMillis(100));
        }
        long restarts = ann.connection.offers.stream()
                .skip(before)
                .filter(OfferOptions.ICE_RESTART::equals)
                .count();
        assertThat(restarts).isBetween(4L, 6L);
        ann.answer();
        house.timer.passSeconds(3);
        ann.answer();
        assertThat(ann.connection.offers.get(ann.connection.offers.size() - 1))
                .as("the last wish is not forgotten")
                .isEqualTo(OfferOptions.ICE_RESTART);
    }

    @Test
    void aConnectionThatDoesNotComeUpIsTriedAgain() {
        house.prepare = connection -> connection.state = ConnectionState.CONNECTING;
        House.Client ann = house.join("ann", 1, 60);
        ann.answer();
        house.timer.passSeconds(4);
        assertThat(ann.connection.offers).containsExactly(OfferOptions.PLAIN, OfferOptions.ICE_RESTART);
        ann.answer();
        ann.connection.state = ConnectionState.CONNECTED;
        house.timer.passSeconds(4);
        assertThat(ann.connection.offers).hasSize(2);
    }

    @Test
    void anAnswerThatDoesNotFitIsIgnored() {
        House.Client me = house.join("me", 1, 60);
        me.session.answer(SessionDescription.answer("nonsense"));
        assertThat(house.events(InteractionEvent.SignalingIgnored.class))
                .extracting(InteractionEvent.SignalingIgnored::kind)
                .containsExactly("client_answer");
        assertThat(me.closed).isFalse();
        me.answer();
        me.answer();
        assertThat(house.events(InteractionEvent.SignalingIgnored.class)).hasSize(2);
    }

    /**
     * A page that sends an invalid answer can correct it. A page that always does gets an error, and no offer waits for
     * ever.
     */
    @Test
    void anOfferWhoseAnswerMakesNoSenseIsSentAgain() {
        House.Client me = house.join("me", 1, 60);
        me.session.answer(SessionDescription.answer("nonsense"));
        assertThat(me.told()).containsExactly("Joined", "Offer", "Offer");
        me.answer();
        me.session.negotiationNeeded("stable");
        assertThat(me.connection.offers).hasSize(2);
        for (int i = 0; i < Offers.MAX_INVALID_ANSWERS; i++) {
            assertThat(me.closed).isFalse();
            me.session.answer(SessionDescription.answer("nonsense"));
        }
        assertThat(me.told()).endsWith("Offer", "Offer", "Refused PEER_CONNECTION");
        assertThat(me.closed).isTrue();
    }

    @Test
    void candidatesReachTheConnectionAndLogsTheEvents() {
        House.Client me = house.join("me", 1, 60);
        IceCandidate candidate = new IceCandidate("candidate:2", "0", 0, null);
        me.session.addCandidate(candidate);
        assertThat(me.connection.candidates).containsExactly(candidate);
        me.session.log(new ParticipantSession.ClientLog("ext_hello", "world"));
        assertThat(house.events(InteractionEvent.ClientLogged.class)).hasSize(1);
        me.session.log(new ParticipantSession.ClientLog("client_preflight", "{}"));
        assertThat(house.events(InteractionEvent.PreflightReported.class))
                .extracting(InteractionEvent.PreflightReported::report)
                .containsExactly("{}");
        ClientReport shown = new ClientReport.Incident(ClientReport.What.PAGE_SHOWN, null, null, Duration.ZERO);
        me.session.report(shown);
        me.session.leave();
        me.session.report(shown);
        me.session.addCandidate(candidate);
        me.session.log(new ParticipantSession.ClientLog("ext_hello", "world"));
        me.session.leave();
        me.session.channelClosed();
        me.connection.listener.onStateChange(ConnectionState.FAILED);
        assertThat(me.connection.candidates).hasSize(1);
        assertThat(house.events(InteractionEvent.ClientLogged.class)).hasSize(1);
        assertThat(house.events(InteractionEvent.ClientReported.class))
                .extracting(InteractionEvent.ClientReported::report)
                .containsExactly(shown);
    }
}
