/** A bad network on one machine: proxies that impair the path between a participant and the server on purpose. */
@NullMarked
package org.ducksoup.testkit.network;

import org.jspecify.annotations.NullMarked;
