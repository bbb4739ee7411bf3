package org.ducksoup.api.cluster;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What the statistics page shows of the interactions of other servers. Thread-safe; does not block. */
@ProviderType
public interface FiguresElsewhere {
    /** The name of this server. */
    String server();

    /**
     * The newest figures of the other servers by name, each as {@link FiguresHere#figures()} of that server has them. They are asked
     * again meanwhile, so call it as often as figures are needed; the first time there are none. A server that has not answered for
     * some seconds is left out.
     */
    Map<String, String> figures();
}
