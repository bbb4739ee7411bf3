package org.ducksoup.sfu.bitrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

class PathSharesTest {
    private final BitrateAllocator allocator = new BitrateAllocator(Map.of(
            MediaKind.AUDIO, range(16, 64, 64),
            MediaKind.VIDEO, range(200, 600, 1200)));
    private final PathShares shares = new PathShares(allocator);

    private static BitrateRange range(long min, long initial, long max) {
        return new BitrateRange(
                Bitrate.kilobitsPerSecond(min), Bitrate.kilobitsPerSecond(initial), Bitrate.kilobitsPerSecond(max));
    }

    /** Whatever changes, and in whatever order, the shares are those that are computed anew. */
    @Test
    void followWhatTheyAreMadeOf() {
        Random random = new Random(200);
        int audios = 1;
        int videos = 1;
        boolean careful = false;
        Bitrate total = new Bitrate(400_000);
        for (int i = 0; i < 2000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> audios = random.nextInt(4);
                case 1 -> videos = random.nextInt(4);
                case 2 -> careful = random.nextBoolean();
                case 3 -> total = new Bitrate(random.nextInt(4) * 300_000L);
                // Now and then nothing changes.
                default -> {}
            }
            shares.carry(audios, videos, careful);
            shares.share(total);
            assertThat(shares.range()).isEqualTo(allocator.range(audios, videos, careful));
            BitrateAllocator.Shares anew = allocator.share(total, audios, videos);
            assertThat(shares.of(MediaKind.AUDIO)).isEqualTo(anew.audio());
            assertThat(shares.of(MediaKind.VIDEO)).isEqualTo(anew.video());
        }
    }

    /** In a call whose path stays as it is, nothing is computed five times a second for each participant. */
    @Test
    void areKeptWhileNothingChanges() {
        shares.carry(2, 2, true);
        shares.share(new Bitrate(900_000));
        BitrateRange range = shares.range();
        Bitrate video = shares.of(MediaKind.VIDEO);
        shares.carry(2, 2, true);
        shares.share(new Bitrate(900_000));
        assertThat(shares.range()).isSameAs(range);
        assertThat(shares.of(MediaKind.VIDEO)).isSameAs(video);
    }
}
