/** The servers that are measured: this one, another version of it, any that speaks its protocol, Janus. */
@NullMarked
package org.ducksoup.bench.server;

import org.jspecify.annotations.NullMarked;
