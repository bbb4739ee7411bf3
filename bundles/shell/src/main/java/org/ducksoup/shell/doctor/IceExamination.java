package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the STUN and TURN servers that participants are given can be reached from here. */
final class IceExamination implements Examination {
    private static final int STUN_PORT = 3478;
    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final int CONNECT_MILLIS = 2000;
    private static final String REMEDY =
            "See whether it runs, and whether a firewall or the name is in the way; participants behind strict firewalls"
                    + " need it.";

    private final SettingTexts settings;

    IceExamination(SettingTexts settings) {
        this.settings = settings;
    }

    @Override
    public String area() {
        return "STUN and TURN";
    }

    @Override
    public List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>();
        for (String server : settings.list("transport", "iceServers")) {
            found.add(ask(server, address(server)));
        }
        String relay = settings.text("sfu", "turnAddress");
        if (!relay.isEmpty()) {
            int port = settings.number("sfu", "turnPort");
            found.add(ask("turn:" + relay + ":" + port, new InetSocketAddress(relay, port)));
            int tls = settings.number("sfu", "turnTlsPort");
            if (tls > 0) {
                found.add(connect("turns:" + relay + ":" + tls, new InetSocketAddress(relay, tls)));
            }
        }
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(area(), "None is set."));
        }
        return found;
    }

    /** {@code stun:stun.example:3478}; IPv6 addresses are in brackets. */
    static InetSocketAddress address(String server) {
        String place = server.replaceFirst("^stuns?:", "").replaceFirst("\\?.*$", "");
        int colon = place.lastIndexOf(':');
        boolean hasPort =
                colon > place.lastIndexOf(']') && colon == place.indexOf(':', Math.max(0, place.indexOf(']')));
        String host = hasPort ? place.substring(0, colon) : place;
        int port = hasPort ? Integer.parseInt(place.substring(colon + 1)) : STUN_PORT;
        return new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
    }

    private Diagnosis ask(String name, InetSocketAddress server) {
        if (server.isUnresolved()) {
            return Diagnosis.warning(area(), name + ": the name is not known.", REMEDY);
        }
        try {
            String seen = new StunRequest().send(server, PATIENCE);
            return Diagnosis.ok(area(), name + " answers, and sees this server as " + seen + ".");
        } catch (IOException e) {
            return Diagnosis.warning(area(), name + ": " + e.getMessage() + ".", REMEDY);
        }
    }

    private Diagnosis connect(String name, InetSocketAddress server) {
        try (Socket socket = new Socket()) {
            socket.connect(server, CONNECT_MILLIS);
            return Diagnosis.ok(area(), name + " can be connected to.");
        } catch (IOException e) {
            return Diagnosis.warning(area(), name + ": " + e.getMessage() + ".", REMEDY);
        }
    }
}
