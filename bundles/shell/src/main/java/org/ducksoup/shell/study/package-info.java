/** The running interactions, as text and as JSON. */
@NullMarked
package org.ducksoup.shell.study;

import org.jspecify.annotations.NullMarked;
