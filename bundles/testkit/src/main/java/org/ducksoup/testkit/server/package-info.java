/** The assembled server as a child process, and what it costs. */
@NullMarked
package org.ducksoup.testkit.server;

import org.jspecify.annotations.NullMarked;
