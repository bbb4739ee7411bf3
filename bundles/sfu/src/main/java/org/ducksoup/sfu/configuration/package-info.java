/** What the configuration says, in the terms of those that use it: times, media, servers for the clients' ICE. */
@NullMarked
package org.ducksoup.sfu.configuration;

import org.jspecify.annotations.NullMarked;
