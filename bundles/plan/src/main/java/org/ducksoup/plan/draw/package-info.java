/** Random draws that a seed and a name determine. */
@NullMarked
package org.ducksoup.plan.draw;

import org.jspecify.annotations.NullMarked;
