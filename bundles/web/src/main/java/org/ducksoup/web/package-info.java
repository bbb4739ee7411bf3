/** HTTP and WebSockets. The only bundle that knows Jetty and Pax Web. */
@NullMarked
package org.ducksoup.web;

import org.jspecify.annotations.NullMarked;
