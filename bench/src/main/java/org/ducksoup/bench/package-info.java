/** The command {@code ./ducksoup bench}: what is asked for, and the table of what this server must reach. */
@NullMarked
package org.ducksoup.bench;

import org.jspecify.annotations.NullMarked;
