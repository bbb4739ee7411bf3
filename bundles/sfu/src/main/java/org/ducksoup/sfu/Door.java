package org.ducksoup.sfu;

import org.ducksoup.sfu.effect.Examination;
import org.jspecify.annotations.Nullable;

/**
 * What counts for a client that wants to join, at one moment.
 *
 * @param clientGone whether the client's channel has closed meanwhile
 * @param over whether the interaction is over
 * @param neverStarted whether it is over and never started
 * @param token whether the client brings a token, with which it wants to go on with its connection; not one of a run that was lost
 * @param tokenFits whether the token is that of the connection that holds the client's seat
 * @param seat of the client's user
 * @param banned whether an operator has taken this user out
 * @param misplaced whether the client does not fit the interaction's plan
 * @param full whether all seats are taken
 * @param examination of what the client asks for; null before it has been examined
 */
record Door(
        boolean clientGone,
        boolean over,
        boolean neverStarted,
        boolean token,
        boolean tokenFits,
        SeatState seat,
        boolean banned,
        boolean misplaced,
        boolean full,
        @Nullable Examination examination) {
    enum SeatState {
        NONE,
        /** The user was here, and is not connected. */
        LEFT,
        /** The user is connected, or seems to be. */
        HELD
    }

    /** What to do with the client. */
    enum Verdict {
        /** Nobody is there any more. */
        FORGET,
        REFUSE_OVER,
        REFUSE_BANNED,
        REFUSE_PLACE,
        /**
         * The interaction is over. Without a start, the client gets the next one of this name; with a token, the one
         * that it belongs to, if there still is one.
         */
        JOIN_NEXT,
        /** The client goes on with its connection. */
        RESUME,
        /** The server does not know yet whether it can do what the client asks for. */
        EXAMINE,
        REFUSE_WISH,
        /** Somebody holds the seat, or a connection that only looks alive. */
        ASK_HOLDER,
        /** The user comes back to the seat. */
        SEAT_AGAIN,
        REFUSE_FULL,
        SEAT
    }

    /** Decides by these values alone. */
    Verdict decide() {
        if (clientGone) {
            return Verdict.FORGET;
        }
        if (token && seat == SeatState.HELD && tokenFits) {
            // Also while the files of an interaction that is over are completed: the client hears of them then.
            return Verdict.RESUME;
        }
        if (over) {
            return token || neverStarted ? Verdict.JOIN_NEXT : Verdict.REFUSE_OVER;
        }
        if (token && seat == SeatState.NONE) {
            // The interaction that the client wants to go on with is over. It did not ask for a new one.
            return Verdict.REFUSE_OVER;
        }
        if (banned) {
            return Verdict.REFUSE_BANNED;
        }
        if (misplaced) {
            return Verdict.REFUSE_PLACE;
        }
        if (examination == null) {
            return Verdict.EXAMINE;
        }
        if (examination.objection() != null) {
            return Verdict.REFUSE_WISH;
        }
        return switch (seat) {
            case HELD -> Verdict.ASK_HOLDER;
            case LEFT -> Verdict.SEAT_AGAIN;
            case NONE -> full ? Verdict.REFUSE_FULL : Verdict.SEAT;
        };
    }
}
