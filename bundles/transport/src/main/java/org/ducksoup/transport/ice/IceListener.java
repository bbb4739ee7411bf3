package org.ducksoup.transport.ice;

/** Hears one ICE session. */
public interface IceListener {
    /**
     * Something that is not STUN arrived. Called on the socket's receive thread, which serves everybody: returns at once.
     *
     * @param buffer lent until the call returns, writable
     */
    void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos);

    /** There is a way now. Called by a thread of the ICE library; {@code host:port/type} of both ends. */
    void onConnected(String local, String remote);

    /** No way was found, or all are gone. */
    void onFailed();
}
