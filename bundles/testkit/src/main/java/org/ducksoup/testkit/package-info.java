/** What tests need that is not a browser: a participant, its media, and the server as a child process. */
@NullMarked
package org.ducksoup.testkit;

import org.jspecify.annotations.NullMarked;
