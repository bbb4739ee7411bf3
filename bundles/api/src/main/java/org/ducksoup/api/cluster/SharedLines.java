package org.ducksoup.api.cluster;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Texts of lines that only grow, and that all servers of the cluster have alike. They are in the servers' memory: who needs them after
 * the last server has ended keeps a copy. Thread-safe. The other methods wait for other servers, for seconds if one of them has just been lost.
 */
@ProviderType
public interface SharedLines {
    /** Whether this server has found the others; does not block. */
    boolean isReachable();

    /**
     * All lines of a text, in their order.
     *
     * @param name of the text; one without lines is empty
     * @throws IOException if too few of the servers can be reached
     */
    List<String> lines(String name) throws IOException;

    /**
     * Adds lines if nobody else has added some meanwhile.
     *
     * @param count how many lines the text has, as far as the caller knows
     * @param lines none of them with a line break
     * @return false if the text has more lines than that: nothing was added
     * @throws IOException if too few of the servers can be reached; the lines may have been added
     */
    boolean add(String name, int count, List<String> lines) throws IOException;
}
