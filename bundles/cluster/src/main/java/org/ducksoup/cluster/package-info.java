/** Several servers that serve as one. {@link org.ducksoup.cluster.ClusterServer} is this server's part in it. */
@NullMarked
package org.ducksoup.cluster;

import org.jspecify.annotations.NullMarked;
