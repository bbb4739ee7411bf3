package org.ducksoup.itest.cluster;

import java.util.List;
import java.util.function.Supplier;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints what the servers said of their cluster, when a test has failed: of three servers, the test alone cannot tell what went wrong. */
record ServersOnFailure(Supplier<Servers> servers) implements AfterTestExecutionCallback {
    private static final int LINES = 60;

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Servers present = servers.get();
        if (context.getExecutionException().isEmpty() || present == null) {
            return;
        }
        for (int i = 0; i < present.count(); i++) {
            ServerProcess server = present.get(i);
            print(
                    present.name(i) + ", log",
                    server.log().lines().filter(ServersOnFailure::tells).toList());
            print(present.name(i) + ", events", server.output(line -> line.contains(" interaction_")));
        }
    }

    private static boolean tells(String line) {
        return line.contains(" WARN ")
                || line.contains(" ERROR ")
                || line.contains("ducksoup.cluster")
                || line.contains("hazelcast") && line.contains(" INFO ");
    }

    private static void print(String title, List<String> lines) {
        System.out.println("---- " + title);
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.out::println);
    }
}
