/** Which condition an interaction gets, and the codes of conditions. */
@NullMarked
package org.ducksoup.plan.assignment;

import org.jspecify.annotations.NullMarked;
