/** From a plan's text to its data: what is allowed, and what is wrong. */
@NullMarked
package org.ducksoup.plan.reading;

import org.jspecify.annotations.NullMarked;
