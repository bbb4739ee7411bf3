package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.sfu.Door.SeatState;
import org.ducksoup.sfu.Door.Verdict;
import org.ducksoup.sfu.effect.Examination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole table of admissions. */
class DoorTest {
    private static final Examination FINE = new Examination(null, List.of());
    private static final Examination WRONG =
            new Examination(new Reason("audioFx", "nosuch", "no such element"), List.of());

    @ParameterizedTest
    @CsvSource(textBlock = """
            # gone, over,  never started, token, fits,  seat, full,  examined, verdict
            true,   true,  false,         true,  true,  HELD, true,  no,       FORGET
            false,  true,  false,         true,  true,  HELD, true,  no,       RESUME
            false,  true,  false,         false, false, NONE, false, no,       REFUSE_OVER
            false,  true,  true,          false, false, NONE, false, no,       JOIN_NEXT
            false,  true,  true,          true,  false, NONE, false, no,       JOIN_NEXT
            false,  false, false,         true,  true,  HELD, true,  no,       RESUME
            false,  false, false,         true,  false, NONE, false, no,       REFUSE_OVER
            false,  false, false,         true,  false, HELD, true,  no,       EXAMINE
            false,  false, false,         true,  false, LEFT, true,  no,       EXAMINE
            false,  false, false,         false, false, NONE, false, no,       EXAMINE
            false,  false, false,         false, false, NONE, true,  no,       EXAMINE
            false,  false, false,         false, false, NONE, true,  wrong,    REFUSE_WISH
            false,  false, false,         false, false, HELD, true,  wrong,    REFUSE_WISH
            false,  false, false,         false, false, HELD, true,  fine,     ASK_HOLDER
            false,  false, false,         true,  false, HELD, true,  fine,     ASK_HOLDER
            false,  false, false,         false, false, LEFT, true,  fine,     SEAT_AGAIN
            false,  false, false,         true,  false, LEFT, true,  fine,     SEAT_AGAIN
            false,  false, false,         false, false, NONE, true,  fine,     REFUSE_FULL
            false,  false, false,         false, false, NONE, false, fine,     SEAT
            """)
    void decides(
            boolean gone,
            boolean over,
            boolean neverStarted,
            boolean token,
            boolean fits,
            SeatState seat,
            boolean full,
            String examined,
            Verdict verdict) {
        Examination examination =
                switch (examined) {
                    case "fine" -> FINE;
                    case "wrong" -> WRONG;
                    default -> null;
                };
        assertThat(new Door(gone, over, neverStarted, token, fits, seat, false, false, full, examination).decide())
                .isEqualTo(verdict);
    }

    /** Neither a seat that is free nor one of their own is for users whom an operator has taken out. */
    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "LEFT"},
            value = SeatState.class)
    void whoWasTakenOutIsRefused(SeatState seat) {
        Door door = new Door(false, false, false, false, false, seat, true, false, false, FINE);
        assertThat(door.decide()).isEqualTo(Verdict.REFUSE_BANNED);
    }

    @ParameterizedTest
    @EnumSource(SeatState.class)
    void whoDoesNotFitThePlanIsRefused(SeatState seat) {
        Door door = new Door(false, false, false, false, false, seat, false, true, true, FINE);
        assertThat(door.decide()).isEqualTo(Verdict.REFUSE_PLACE);
    }
}
