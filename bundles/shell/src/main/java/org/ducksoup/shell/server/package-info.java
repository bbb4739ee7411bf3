/** The server itself: its settings, and whether everything it needs is there. */
@NullMarked
package org.ducksoup.shell.server;

import org.jspecify.annotations.NullMarked;
