/** The parts that can be exchanged: which are registered under which name, and which one is used. */
@NullMarked
package org.ducksoup.shell.part;

import org.jspecify.annotations.NullMarked;
