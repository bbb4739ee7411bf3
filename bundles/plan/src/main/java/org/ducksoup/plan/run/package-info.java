/** One interaction's plan while it is carried out, in virtual time. */
@NullMarked
package org.ducksoup.plan.run;

import org.jspecify.annotations.NullMarked;
