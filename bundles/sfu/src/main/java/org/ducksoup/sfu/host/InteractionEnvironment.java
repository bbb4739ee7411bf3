package org.ducksoup.sfu.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.ducksoup.api.interaction.EventPublisher;
import org.ducksoup.api.interaction.ServerMessage.IceServer;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.parts.Timer;
import org.ducksoup.sfu.bitrate.Estimators;
import org.ducksoup.sfu.capacity.Capacity;
import org.ducksoup.sfu.capacity.Machine;
import org.ducksoup.sfu.capacity.RoomCheck;
import org.ducksoup.sfu.channel.Farewells;
import org.ducksoup.sfu.configuration.ConfiguredIceServers;
import org.ducksoup.sfu.configuration.InteractionTimings;
import org.ducksoup.sfu.configuration.MediaSettings;
import org.ducksoup.sfu.configuration.SfuConfiguration;
import org.ducksoup.sfu.effect.Pipelines;
import org.ducksoup.sfu.recording.Recorders;
import org.ducksoup.sfu.recording.RecordingMemory;

/**
 * What interactions of one server share. Those that begin after a change of the configuration get another one.
 *
 * @param connections opens peer connections
 * @param pipelines builds media pipelines; may be missing
 * @param recorders writes recordings
 * @param estimators tell what paths carry
 * @param events tells the observers
 * @param pool runs the interactions' logical threads
 * @param checks runs checks of effects, which may block
 * @param timer tells and keeps time
 * @param timings how long things take
 * @param iceServers given to the clients; their credentials hold as long as the argument says
 * @param farewells to clients without a channel
 * @param settings of media
 * @param recordingMemory of the whole server, for what waits for a disk
 * @param roomCheck asks the disk for room
 * @param capacity of the whole server
 */
public record InteractionEnvironment(
        PeerConnectionFactory connections,
        Pipelines pipelines,
        Recorders recorders,
        Estimators estimators,
        EventPublisher events,
        Executor pool,
        Executor checks,
        Timer timer,
        InteractionTimings timings,
        Function<Duration, List<IceServer>> iceServers,
        Farewells farewells,
        MediaSettings settings,
        RecordingMemory recordingMemory,
        RoomCheck roomCheck,
        Capacity capacity) {
    /** An environment with the values of a configuration. */
    public static InteractionEnvironment of(
            SfuConfiguration configuration,
            PeerConnectionFactory connections,
            Pipelines pipelines,
            Recorders recorders,
            Estimators estimators,
            EventPublisher events,
            Executor pool,
            Executor checks,
            Timer timer,
            Farewells farewells,
            RecordingMemory recordingMemory,
            Capacity capacity) {
        MediaSettings settings = MediaSettings.of(configuration);
        return new InteractionEnvironment(
                connections,
                pipelines,
                recorders,
                estimators,
                events,
                pool,
                checks,
                timer,
                InteractionTimings.of(configuration),
                new ConfiguredIceServers(configuration, timer)::current,
                farewells,
                settings,
                recordingMemory,
                new RoomCheck(settings.recording().freeSpace(), checks, timer),
                capacity);
    }

    /** The same, with another configuration. */
    public InteractionEnvironment with(SfuConfiguration configuration) {
        InteractionEnvironment changed = of(
                configuration,
                connections,
                pipelines,
                recorders,
                estimators,
                events,
                pool,
                checks,
                timer,
                farewells,
                recordingMemory,
                capacity);
        recordingMemory.limit(MediaSettings.serverMemory(configuration));
        capacity.limit(MediaSettings.capacity(configuration, Machine.here()));
        return changed;
    }
}
