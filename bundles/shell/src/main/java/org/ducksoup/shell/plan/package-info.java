/** Plans of experiments: the command, and what it prints. */
@NullMarked
package org.ducksoup.shell.plan;

import org.jspecify.annotations.NullMarked;
