/** The way to a client, which may be lost and resumed, and what the client missed. */
@NullMarked
package org.ducksoup.sfu.channel;

import org.jspecify.annotations.NullMarked;
