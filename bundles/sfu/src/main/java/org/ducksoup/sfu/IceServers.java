package org.ducksoup.sfu;

import java.util.List;
import org.ducksoup.api.interaction.ServerMessage.IceServer;

/** The STUN and TURN servers clients are told of. */
interface IceServers {
    /** Now: credentials of a relay are good for a time only. From any thread. */
    List<IceServer> current();
}
