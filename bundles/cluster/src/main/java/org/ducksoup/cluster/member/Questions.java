package org.ducksoup.cluster.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;

/** How servers ask each other. What is asked, or its answer, may be lost, late, or overtaken. */
@FunctionalInterface
public interface Questions {
    /**
     * Asks a server. Does not block.
     *
     * @param server its address
     * @param onAnswer gets the server's name and its answer, on any thread; never called if there is none
     */
    void ask(String server, ObjectNode question, BiConsumer<String, JsonNode> onAnswer);
}
