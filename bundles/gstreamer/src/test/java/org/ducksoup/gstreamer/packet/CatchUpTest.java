package org.ducksoup.gstreamer.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private final List<Boolean> dropped = new ArrayList<>();
    private final CatchUp catchUp = new CatchUp(dropped::add);

    private void push(long lateMillis, long nowMillis) {
        catchUp.onPush(TimeUnit.MILLISECONDS.toNanos(lateMillis), TimeUnit.MILLISECONDS.toNanos(nowMillis));
    }

    private void picture(long ageMillis, long nowMillis) {
        catchUp.onPicture(TimeUnit.MILLISECONDS.toNanos(ageMillis), TimeUnit.MILLISECONDS.toNanos(nowMillis));
    }

    @Test
    void ordinaryJitterChangesNothing() {
        push(0, 0);
        push(140, 150);
        picture(140, 160);
        picture(1200, 1400);
        assertThat(dropped).as("an effect that is too slow").isEmpty();
    }

    @Test
    void afterAPauseAllPicturesPassUntilTheyAreOnTime() {
        push(1500, 1500);
        push(1467, 1501);
        picture(1510, 1510);
        picture(60, 1800);
        assertThat(dropped).containsExactly(false);
        picture(30, 1900);
        push(0, 1920);
        assertThat(dropped).containsExactly(false, true);
    }

    @Test
    void anEffectThatIsTooSlowLosesPicturesAfterAWhile() {
        push(1500, 1500);
        picture(1510, 1510);
        picture(1400, 3499);
        assertThat(dropped).containsExactly(false);
        picture(1400, 3501);
        assertThat(dropped).containsExactly(false, true);
    }

    @Test
    void theNextPauseIsAnother() {
        push(1500, 1500);
        picture(10, 1600);
        push(400, 5000);
        assertThat(dropped).containsExactly(false, true, false);
    }
}
