package org.ducksoup.transport.ice;

/** For a session that only has to be there. */
final class SilentListener implements IceListener {
    @Override
    public void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {}

    @Override
    public void onConnected(String local, String remote) {}

    @Override
    public void onFailed() {}
}
