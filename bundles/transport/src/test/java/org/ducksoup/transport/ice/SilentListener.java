package org.ducksoup.transport.ice;

/** A listener for a session whose events do not matter. */
class SilentListener implements IceListener {
    @Override
    public void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {}

    @Override
    public void onConnected(String local, String remote) {}

    @Override
    public void onFailed() {}
}
