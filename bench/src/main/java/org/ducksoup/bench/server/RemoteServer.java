package org.ducksoup.bench.server;

import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.load.ServerCost;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.SignalingSocket;
import org.ducksoup.testkit.peer.WebSocketSignaling;
import org.jspecify.annotations.Nullable;

/** Any server that speaks DuckSoup's protocol, and runs already. */
public final class RemoteServer implements MeasuredServer {
    private final URI url;
    private final HeadlessClients clients;
    private final SignalingSocket.Opener opener;
    private final @Nullable ServerCost cost;

    /**
     * @param url of its WebSocket
     * @param origin that it accepts
     * @param pid of its process, if it is on this machine; 0 otherwise
     * @throws LoadFailure if nobody answers there
     */
    public RemoteServer(URI url, String origin, long pid, HeadlessClients clients) throws LoadFailure {
        this.url = url;
        this.clients = clients;
        opener = WebSocketSignaling.to(url, origin);
        if (pid != 0 && ProcessHandle.of(pid).isEmpty()) {
            throw new LoadFailure("There is no process " + pid + " (--pid) on this machine.");
        }
        cost = pid == 0 ? null : new ServerCost(pid, false);
        tryIt();
    }

    private void tryIt() throws LoadFailure {
        try {
            opener.open(new SignalingSocket.Listener() {
                        @Override
                        public void onText(String text) {}

                        @Override
                        public void onClose(int code, String reason) {}
                    })
                    .get(10, TimeUnit.SECONDS)
                    .close();
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LoadFailure(
                    "No WebSocket opens at " + url + " (--url): " + cause
                            + ". It looks like ws://localhost:8100/ws, and --origin is one that the server allows.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("The run was interrupted.", e);
        }
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public Caller join(Seat seat) {
        return new DuckSoupCaller(clients, opener, seat);
    }

    @Override
    public @Nullable ServerCost cost() {
        return cost;
    }

    @Override
    public void close() {}
}
