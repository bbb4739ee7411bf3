package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports of this server, and the buffer that the kernel gives to a UDP socket. */
final class PortExamination implements Examination {
    /** What the server asks for: see docs/network.md. */
    private static final int WANTED_BYTES = 4 << 20;

    private static final int KIB = 1024;

    private final SettingTexts settings;
    private final OwnSockets sockets;

    PortExamination(SettingTexts settings, OwnSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    @Override
    public String area() {
        return "ports";
    }

    @Override
    public List<Diagnosis> examine() throws IOException {
        List<Diagnosis> found = new ArrayList<>();
        if (sockets.isKnown()) {
            int web = settings.number("web", "port");
            int media = settings.number("transport", "udpPort");
            found.add(bound("TCP", web, sockets.listensAt(web), "DUCKSOUP_PORT"));
            found.add(bound("UDP", media, sockets.hasUdp(media), "DUCKSOUP_UDP_PORT"));
        } else {
            found.add(Diagnosis.warning(
                    area(),
                    "This system does not list the sockets of a process.",
                    "Look at the ports with its own tools."));
        }
        found.add(buffer(given()));
        return found;
    }

    private Diagnosis bound(String protocol, int port, boolean isBound, String variable) {
        return isBound
                ? Diagnosis.ok(area(), protocol + " port " + port + " is bound.")
                : Diagnosis.error(
                        area(),
                        protocol + " port " + port + " is not bound by this server.",
                        "See who has it (ss -lnp), free it or set " + variable
                                + ", and look for errors with log:display.");
    }

    /** The buffer of a socket that is opened as the server's own are. */
    private static int given() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReceiveBufferSize(WANTED_BYTES);
            return socket.getReceiveBufferSize();
        }
    }

    static Diagnosis buffer(int given) {
        String area = "UDP buffer";
        return given >= WANTED_BYTES
                ? Diagnosis.ok(area, "The kernel gives " + given / KIB + " KiB.")
                : Diagnosis.warning(
                        area,
                        "The kernel gives " + given / KIB + " of " + WANTED_BYTES / KIB
                                + " KiB: a burst of many participants is lost.",
                        "sysctl -w net.core.rmem_max=" + WANTED_BYTES
                                + ", also in /etc/sysctl.d/60-ducksoup.conf, and start the server again.");
    }
}
