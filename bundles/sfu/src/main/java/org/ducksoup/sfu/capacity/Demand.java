package org.ducksoup.sfu.capacity;

import java.util.List;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;

/** The load of a join, estimated from its options. The figures of memory are measured ones, rounded up. */
public final class Demand {
    private static final long PARTICIPANT_BYTES = 1L << 20;
    private static final long AUDIO_BYTES = 4L << 20;
    private static final long VIDEO_BYTES = 10L << 20;

    /** Pictures of a video that are in memory at a time: in the decoder, in queues, in effects and in the encoder. */
    private static final int PICTURES = 36;

    /** Of 4:2:0, in halves: twelve bits. */
    private static final int HALF_BYTES_PER_PIXEL = 3;

    /** A participant with both effects, whose picture has the player's size and rate. */
    public static final Load USUAL = new Load(1, 1, 0, PARTICIPANT_BYTES + AUDIO_BYTES).plus(video(800, 600, 30));

    private Demand() {}

    /**
     * @param processed media that go through a pipeline
     * @param reencodes whether the video is encoded again for its recording
     * @param bytesElsewhere memory of processes that the media need besides
     */
    public static Load of(JoinRequest request, List<Processing> processed, boolean reencodes, long bytesElsewhere) {
        Load load = new Load(1, 0, 0, PARTICIPANT_BYTES + bytesElsewhere);
        for (Processing medium : processed) {
            load = load.plus(
                    medium.kind() == MediaKind.AUDIO ? new Load(0, 1, 0, AUDIO_BYTES) : video(request, medium));
        }
        JoinRequest.VideoRequest video = request.video();
        return reencodes && !request.audioOnly()
                ? load.plus(video(video.width(), video.height(), video.frameRate()))
                : load;
    }

    private static Load video(JoinRequest request, Processing medium) {
        if (!(medium.treatment() instanceof Treatment.Transcoded transcoded)) {
            return new Load(0, 1, 0, VIDEO_BYTES);
        }
        Picture picture = transcoded.picture();
        JoinRequest.VideoRequest wanted = request.video();
        return picture == null
                ? video(wanted.width(), wanted.height(), wanted.frameRate())
                // A rate that is not enforced is what the browser was asked for.
                : video(
                        picture.width(),
                        picture.height(),
                        picture.frameRate() > 0 ? picture.frameRate() : wanted.frameRate());
    }

    private static Load video(long width, long height, long frameRate) {
        long pixels = width * height;
        return new Load(0, 1, pixels * frameRate, VIDEO_BYTES + pixels * HALF_BYTES_PER_PIXEL / 2 * PICTURES);
    }
}
