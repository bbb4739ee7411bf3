/** Until when a server may serve its interactions, and when others may take them over: decisions without network or clock. */
@NullMarked
package org.ducksoup.cluster.lease;

import org.jspecify.annotations.NullMarked;
