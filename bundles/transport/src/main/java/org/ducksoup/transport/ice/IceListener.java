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
     * A pair of addresses was chosen. Called by a thread of the ICE library, with {@code host:port/type} of both ends.
     */
    void onConnected(String local, String remote);

    /** No pair was found, or all have failed. */
    void onFailed();
}
