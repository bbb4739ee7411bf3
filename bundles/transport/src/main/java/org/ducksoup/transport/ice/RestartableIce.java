package org.ducksoup.transport.ice;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ICE of one connection: a session, and a second one while ICE restarts (RFC 8445 section 9). Media moves to the
 * second session when that one is connected. The interaction begins a restart, and a thread of ICE reports that the
 * session is connected: both may call at once.
 */
public final class RestartableIce {
    /** Packets under way still arrive over the old session. */
    private static final long OVERLAP_SECONDS = 5;

    private final UdpEndpoint endpoint;
    private final String name;
    private final IceListener listener;
    private final Executor blocking;
    private final ScheduledExecutorService timer;
    private volatile IceSession current;
    private volatile @Nullable IceSession pending;
    private boolean pendingStarted;
    /** The session that media used before; at most one is kept beside the other two. */
    private @Nullable IceSession overlapping;

    private boolean closed;

    /**
     * @param listener gets the events of both sessions
     * @param blocking closes sessions, which may block
     * @throws IOException if the first session cannot be opened
     */
    public RestartableIce(
            UdpEndpoint endpoint, String name, IceListener listener, Executor blocking, ScheduledExecutorService timer)
            throws IOException {
        this.endpoint = endpoint;
        this.name = name;
        this.listener = listener;
        this.blocking = blocking;
        this.timer = timer;
        current = endpoint.open(name, listener);
    }

    /** The session that media uses. */
    public IceSession current() {
        return current;
    }

    /**
     * The session whose credentials the remote side knows or is to know: the second one while there is one. A browser
     * would take an offer with the first session's credentials for one more restart, back to a path that is lost.
     */
    public IceSession offered() {
        IceSession session = pending;
        return session == null ? current : session;
    }

    /**
     * Opens the second session; an earlier one that never connected is closed.
     *
     * @throws IOException if it cannot be opened, or if this connection is closed; nothing changes then
     */
    public IceSession restart() throws IOException {
        IceSession session = endpoint.open(name, listener);
        IceSession unused;
        boolean late;
        synchronized (this) {
            late = closed;
            unused = late ? session : pending;
            pending = late ? null : session;
            pendingStarted = false;
        }
        if (unused != null) {
            blocking.execute(unused::close);
        }
        if (late) {
            throw new IOException("the connection is closed");
        }
        return session;
    }

    /** Starts the checks of the second session, if there is one that has not started. */
    public void startPending(String remoteUfrag, String remotePassword, List<IceCandidateLine> remote) {
        IceSession session;
        synchronized (this) {
            session = pendingStarted ? null : pending;
            pendingStarted = true;
        }
        if (session != null) {
            session.start(remoteUfrag, remotePassword, remote);
        }
    }

    /** Moves to the second session if it is connected. */
    public void moveIfConnected() {
        IceSession old;
        IceSession older;
        synchronized (this) {
            IceSession next = pending;
            if (closed || next == null || !next.isConnected()) {
                return;
            }
            old = current;
            older = overlapping;
            overlapping = old;
            current = next;
            pending = null;
        }
        if (older != null) {
            blocking.execute(older::close);
        }
        timer.schedule(() -> blocking.execute(() -> endOverlap(old)), OVERLAP_SECONDS, TimeUnit.SECONDS);
    }

    private void endOverlap(IceSession old) {
        synchronized (this) {
            if (overlapping == old) {
                overlapping = null;
            }
        }
        old.close();
    }

    /** Sends over the current session; returns false if there is no way yet, or if the socket did not take the datagram. */
    public boolean send(byte[] buffer, int offset, int length) {
        return current.send(buffer, offset, length);
    }

    /** Closes all sessions, the one of an overlap included. May block. */
    public void close() {
        List<IceSession> open;
        synchronized (this) {
            closed = true;
            open = Stream.of(current, pending, overlapping)
                    .filter(Objects::nonNull)
                    .toList();
        }
        open.forEach(IceSession::close);
    }
}
