/** One role of a plan that an operator tries alone. */
@NullMarked
package org.ducksoup.plan.trial;

import org.jspecify.annotations.NullMarked;
