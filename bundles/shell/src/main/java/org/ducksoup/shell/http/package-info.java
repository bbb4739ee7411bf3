/** The HTTP API for scripts: what the console does, as JSON. */
@NullMarked
package org.ducksoup.shell.http;

import org.jspecify.annotations.NullMarked;
