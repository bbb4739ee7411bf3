/** A plan held against the effects of this server, and what is legal but most likely a mistake. */
@NullMarked
package org.ducksoup.plan.check;

import org.jspecify.annotations.NullMarked;
