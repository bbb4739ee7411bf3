package org.ducksoup.sfu.bitrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.sfu.FakeSender;
import org.ducksoup.sfu.House;
import org.junit.jupiter.api.Test;

/** The events about each track every second. */
class TrackSamplerTest {
    private final House house = new House();

    @Test
    void saysHowManyPacketsASecondCouldNotBeSent() {
        House.Client ann = house.join("ann", 2, 16).connect().answer();
        House.Client bob = house.join("bob", 2, 16).connect().answer();
        house.timer.passSeconds(2);
        assertThat(house.events(InteractionEvent.TrackWriteFailed.class)).isEmpty();
        FakeSender broken = ann.connection.senders.get(1);
        broken.failed = 3;
        house.timer.passSeconds(2);
        broken.failed = 10;
        house.timer.passSeconds(3);
        assertThat(house.events(InteractionEvent.TrackWriteFailed.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId() + " " + e.packets())
                .containsExactly(
                        "ann " + broken.track().trackId() + " 3",
                        "ann " + broken.track().trackId() + " 7");
        assertThat(bob.closed).isFalse();
    }

    @Test
    void samplesBitratesEverySecond() {
        House.Client me = house.join("me", 1, 60).connect();
        for (int i = 0; i < 10; i++) {
            me.video.packet();
        }
        me.video.statistics = new ReceptionReport(10, 1000, 0, 1.5);
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.InboundBitrate.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.InboundBitrate::bitrate)
                .containsExactly(new Bitrate(8000));
        assertThat(house.events(InteractionEvent.OutboundBitrate.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.OutboundBitrate::bitrate)
                .containsExactly(new Bitrate(8000));
        house.events.clear();
        me.video.statistics = new ReceptionReport(20, 2000, 3, 1.5);
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.InboundReport.class))
                .filteredOn(e -> e.kind() == MediaKind.VIDEO)
                .extracting(InteractionEvent.InboundReport::sinceLast)
                .containsExactly(new ReceptionReport(10, 1000, 3, 1.5));
        assertThat(house.events(InteractionEvent.LossThresholdExceeded.class))
                .extracting(InteractionEvent.LossThresholdExceeded::lost)
                .containsExactly(3L);
        house.events.clear();
        house.timer.passSeconds(1);
        assertThat(house.events(InteractionEvent.LossThresholdExceeded.class)).isEmpty();
        assertThat(house.events(InteractionEvent.InboundBitrate.class))
                .allMatch(e -> e.bitrate().equals(new Bitrate(0)));
    }
}
