package org.ducksoup.bench;

import java.io.IOException;

/**
 * Which processors the server and this side have, so that one does not take the other's time.
 *
 * @param server as {@code taskset} takes them; empty for all
 * @param self the same of this process
 */
record Pinning(String server, String self) {
    /**
     * Gives the server the first processors, and this side the rest. On a machine that has no more, both share them.
     *
     * @param serverCores processors of the server; 0 for one that is started elsewhere
     * @param all processors of the machine
     */
    static Pinning of(int serverCores, int all) {
        if (serverCores == 0 || all <= serverCores) {
            return new Pinning("", range(0, all - 1));
        }
        return new Pinning(range(0, serverCores - 1), range(serverCores, all - 1));
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** Moves this process, with all its threads, to its processors. Without taskset both sides share them all. */
    void applyToSelf() {
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("taskset", "-a", "-p", "-c", self, pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("There is no taskset: the server and this side share the processors.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
