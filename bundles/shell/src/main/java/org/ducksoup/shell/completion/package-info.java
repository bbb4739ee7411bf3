/** What the tab key proposes in the console. */
@NullMarked
package org.ducksoup.shell.completion;

import org.jspecify.annotations.NullMarked;
