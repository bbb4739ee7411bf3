/** The directory of plans, read while the server runs. */
@NullMarked
package org.ducksoup.plan.library;

import org.jspecify.annotations.NullMarked;
