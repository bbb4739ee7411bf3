package org.ducksoup.transport.ice;

import java.io.IOException;
import java.util.Arrays;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;

/**
 * Jazzer's way to STUN: the guard, which knows one session here, lets nobody in; the same bytes as attributes of a message that
 * was made with the right password get to the library's decoder, or are refused; and answers of STUN servers are read. Nothing
 * but the exceptions they speak of may come.
 */
public final class StunFuzzer {
    private static final String PASSWORD = "nobody can guess this password";
    private static final StunGuard GUARD = new StunGuard(new DroppedPackets());
    private static final GuardedStunStack STACK = new GuardedStunStack();

    static {
        GUARD.admit("evtj", PASSWORD);
        STACK.useLocal("evtj", PASSWORD);
        STACK.useRemote(PASSWORD);
    }

    private StunFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] around = new byte[input.length + 40];
        Arrays.fill(around, (byte) 0xff);
        System.arraycopy(input, 0, around, 20, input.length);
        if (GUARD.authenticUfrag(around, 20, input.length) != null
                || STACK.refusal(around, 20, input.length, library -> {}) != DropCause.STUN_UNAUTHENTICATED) {
            throw new AssertionError("nobody can guess a message integrity");
        }
        byte[] transactionId = input.length < 20 ? new byte[12] : Arrays.copyOfRange(input, 8, 20);
        try {
            StunQuery.mappedAddress(input, input.length, transactionId);
        } catch (IOException refused) {
            // As it should be.
        }
        if (input.length >= 20) {
            byte[] attributes = Arrays.copyOfRange(input, 20, input.length);
            byte[] request = StunMessages.request(transactionId, "evtj:them", attributes, PASSWORD);
            STACK.refusal(request, 0, request.length, library -> {});
            byte[] response = StunMessages.response(input[1], transactionId, attributes, PASSWORD);
            STACK.refusal(response, 0, response.length, library -> {});
        }
    }
}
