/** A plan as plain data. */
@NullMarked
package org.ducksoup.plan.model;

import org.jspecify.annotations.NullMarked;
