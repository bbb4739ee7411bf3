/** WebSockets: from the upgrade to the listener of an endpoint. */
@NullMarked
package org.ducksoup.web.socket;

import org.jspecify.annotations.NullMarked;
