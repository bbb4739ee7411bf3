package org.ducksoup.web.socket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Notes each frame. Reports it as sent at once, or when a test wants that. */
final class FakeSink implements FrameSink {
    final List<String> frames = new ArrayList<>();
    final List<ByteBuffer> pings = new ArrayList<>();
    final Queue<Done> unfinished = new ArrayDeque<>();
    boolean slow;

    @Override
    public void sendText(String text, Done done) {
        frames.add(text);
        if (slow) {
            unfinished.add(done);
        } else {
            done.sent(true);
        }
    }

    @Override
    public void sendPing(ByteBuffer payload) {
        pings.add(payload);
    }

    @Override
    public void close(int code, String reason) {
        frames.add("close " + code);
    }

    @Override
    public void disconnect() {
        frames.add("disconnect");
    }
}
