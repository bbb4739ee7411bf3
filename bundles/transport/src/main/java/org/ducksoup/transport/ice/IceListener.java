package org.ducksoup.transport.ice;

/** Receives the events of one ICE session. */
public interface IceListener {
    /**
     * A datagram that is not STUN arrived. Called on the socket's receive thread, which serves all sessions: returns at
     * once.
     *
     * @param buffer lent until the call returns, writable
     */
    void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos);

    /**
     * A pair of addresses was chosen. Called by one of the two threads that serve the STUN of all sessions: returns at
     * once.
     *
     * @param local {@code host:port}
     * @param remote {@code host:port/type}
     */
    void onConnected(String local, String remote);

    /** No pair was found, or all have failed. Returns at once. */
    void onFailed();
}
