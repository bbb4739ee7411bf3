/** A plan's text: YAML with the place of each value, and problems that name it. */
@NullMarked
package org.ducksoup.plan.text;

import org.jspecify.annotations.NullMarked;
