/** The table of settings, and how a value is found for each. */
@NullMarked
package org.ducksoup.settings.table;

import org.jspecify.annotations.NullMarked;
