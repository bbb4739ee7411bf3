package org.ducksoup.sfu.capacity;

import java.util.HashMap;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What one interaction takes of the server's capacity. The first participant also takes the places of those who are
 * still expected: a group is let in or refused as a whole. On the interaction's thread.
 */
public final class Share {
    private final Capacity capacity;
    private final int size;
    private final Map<String, Load> connected = new HashMap<>();
    private boolean placesTaken;

    /** @param size participants that the interaction waits for */
    public Share(Capacity capacity, int size) {
        this.capacity = capacity;
        this.size = size;
    }

    /** Takes the load of a new participant and returns null, or the reason why there is no room. */
    @Nullable
    public Reason take(String userId, Load load) {
        Reason full = capacity.take(load.ofParticipants(placesTaken ? 0 : size));
        if (full == null) {
            placesTaken = true;
            connected.put(userId, load);
        }
        return full;
    }

    /** The same for a participant who comes back, and is never refused. */
    public void takeAgain(String userId, Load load) {
        give(userId);
        capacity.takeAnyway(load.ofParticipants(0));
        connected.put(userId, load);
    }

    /** The connection of this participant is over; the place stays. */
    public void give(String userId) {
        Load load = connected.remove(userId);
        if (load != null) {
            capacity.give(load.ofParticipants(0));
        }
    }

    /** Gives everything back. */
    public void close() {
        connected.values().forEach(load -> capacity.give(load.ofParticipants(0)));
        connected.clear();
        if (placesTaken) {
            capacity.give(Load.NONE.ofParticipants(size));
            placesTaken = false;
        }
    }
}
