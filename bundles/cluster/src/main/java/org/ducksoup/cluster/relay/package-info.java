/** The way of a client from the server that it has reached to the one where its interaction lives. */
@NullMarked
package org.ducksoup.cluster.relay;

import org.jspecify.annotations.NullMarked;
