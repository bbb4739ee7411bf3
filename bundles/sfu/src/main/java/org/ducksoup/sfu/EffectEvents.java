package org.ducksoup.sfu;

import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.sfu.effect.Effects;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.SessionMedia;
import org.ducksoup.sfu.routing.KeyFrameCause;
import org.ducksoup.sfu.routing.KeyFrames;

/** Reacts to what the effects of an interaction report. On the interaction's thread. */
final class EffectEvents implements Effects.Owner {
    private final Interaction interaction;
    private final Seats seats;
    private final InteractionLog log;
    private final KeyFrames keyFrames;

    EffectEvents(Interaction interaction, Seats seats, InteractionLog log, KeyFrames keyFrames) {
        this.interaction = interaction;
        this.seats = seats;
        this.log = log;
        this.keyFrames = keyFrames;
    }

    @Override
    public boolean isPresent(SessionMedia of) {
        return seats.connectionOf(of) != null;
    }

    @Override
    public boolean areOutOfCircuit(SessionMedia of) {
        return interaction.performance().areOutOfCircuit(of.request());
    }

    @Override
    public void onEffectsBegun(SessionMedia of) {
        ParticipantConnection connection = seats.connectionOf(of);
        if (connection != null) {
            interaction.performance().onEffects(connection);
        }
    }

    @Override
    public void onEffectsReady(SessionMedia of) {
        ParticipantConnection connection = seats.connectionOf(of);
        if (connection != null && connection.isOpen()) {
            interaction.proceed(connection);
        }
    }

    @Override
    public void onKeyFrameNeeded(SessionMedia of) {
        PublishedTrack video = of.published().get(MediaKind.VIDEO);
        log.tell(InteractionEvent.PipelineKeyFrameWanted::new, of.participant().userId());
        if (video != null) {
            keyFrames.requestFromSource(video, KeyFrameCause.PIPELINE);
        }
    }

    @Override
    public void endForLostEffect() {
        interaction.end(EndReason.EFFECT_LOST);
    }
}
