/** What the console and the play page show. */
@NullMarked
package org.ducksoup.shell;

import org.jspecify.annotations.NullMarked;
