/** What happens when, for a plan, a condition and a seed. */
@NullMarked
package org.ducksoup.plan.timetable;

import org.jspecify.annotations.NullMarked;
