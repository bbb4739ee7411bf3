/** Interactions that nobody takes part in, at the start of the server. */
@NullMarked
package org.ducksoup.sfu.rehearsal;

import org.jspecify.annotations.NullMarked;
