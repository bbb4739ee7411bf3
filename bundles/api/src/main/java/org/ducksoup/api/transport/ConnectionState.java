package org.ducksoup.api.transport;

/** The states of {@code RTCPeerConnectionState} (W3C WebRTC). */
public enum ConnectionState {
    NEW,
    CONNECTING,
    CONNECTED,
    /** The remote side has been silent; it may come back. */
    DISCONNECTED,
    /** Never connected, or silent for so long that only an ICE restart or a new connection helps. */
    FAILED,
    CLOSED
}
