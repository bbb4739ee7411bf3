/** The HTTP API: its token, and the way of a request to the bundle that answers it. */
@NullMarked
package org.ducksoup.web.api;

import org.jspecify.annotations.NullMarked;
