/** The event log: which line each event becomes, and where it is written. */
@NullMarked
package org.ducksoup.stats.log;

import org.jspecify.annotations.NullMarked;
