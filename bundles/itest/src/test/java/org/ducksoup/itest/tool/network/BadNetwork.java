package org.ducksoup.itest.tool.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.ducksoup.testkit.network.ImpairedTcp;
import org.ducksoup.testkit.network.ImpairedUdp;
import org.ducksoup.testkit.network.Impairment;
import org.ducksoup.testkit.server.ServerProcess;

/** The network between one page and the server. The page's socket and media go through proxies. */
public final class BadNetwork implements AutoCloseable {
    private final ServerProcess server;
    public final ImpairedUdp udp;
    public final ImpairedTcp tcp;

    public BadNetwork(ServerProcess server, long seed) throws IOException {
        this.server = server;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        udp = new ImpairedUdp(new InetSocketAddress(loopback, server.udpPort()), seed);
        tcp = new ImpairedTcp(new InetSocketAddress(loopback, server.port()), seed);
    }

    /** Impairs socket and media in both directions. */
    public void impair(Impairment impairment) {
        udp.impair(impairment);
        tcp.impair(impairment);
    }

    /** Moves the page to another network, as a laptop would: its addresses change, and its connections end. */
    public void move() {
        udp.changeAddresses();
        tcp.reset();
    }

    /** A script to run in the page before the page's own: it sends the socket and the media through the proxies. */
    public String script() {
        return """
                (() => {
                  const Socket = window.WebSocket;
                  window.WebSocket = class extends Socket {
                    constructor(url, ...rest) {
                      super(String(url).replace(":%d/", ":%d/"), ...rest);
                    }
                  };
                  const through = (text) => text && text.replaceAll("127.0.0.1 %d ", "127.0.0.1 %d ");
                  const { setRemoteDescription, addIceCandidate } = RTCPeerConnection.prototype;
                  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
                    return setRemoteDescription.call(this, { type: description.type, sdp: through(description.sdp) });
                  };
                  RTCPeerConnection.prototype.addIceCandidate = function (candidate) {
                    return addIceCandidate.call(this, { ...candidate, candidate: through(candidate.candidate) });
                  };
                  const times = (window.frameTimes = []);
                  const watch = () => {
                    const video = document.querySelector("#through");
                    if (!video) return requestAnimationFrame(watch);
                    const onFrame = (now) => {
                      times.push(now);
                      video.requestVideoFrameCallback(onFrame);
                    };
                    video.requestVideoFrameCallback(onFrame);
                  };
                  watch();
                  window.longestGapSince = (milliseconds) => {
                    const now = performance.now();
                    const recent = times.filter((time) => time > now - milliseconds);
                    let longest = 0;
                    [now - milliseconds, ...recent, now].reduce((before, at) => {
                      longest = Math.max(longest, at - before);
                      return at;
                    });
                    return longest;
                  };
                  // Waits for a few frames, because one may have been in a queue already.
                  window.nextFrame = (limit) =>
                    new Promise((resolve) => {
                      const begin = performance.now();
                      const look = () => {
                        const after = times.filter((time) => time > begin + 150);
                        if (after.length >= 5) resolve(after[0] - begin);
                        else if (performance.now() - begin > limit) resolve(limit);
                        else setTimeout(look, 50);
                      };
                      look();
                    });
                })();
                """.formatted(
                server.port(), tcp.port(), server.udpPort(), udp.address().getPort());
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
    }
}
