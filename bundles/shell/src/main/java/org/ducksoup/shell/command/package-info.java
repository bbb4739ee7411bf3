/** Commands of the console. */
@NullMarked
package org.ducksoup.shell.command;

import org.jspecify.annotations.NullMarked;
