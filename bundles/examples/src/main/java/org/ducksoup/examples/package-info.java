/** What labs write, as examples. */
@NullMarked
package org.ducksoup.examples;

import org.jspecify.annotations.NullMarked;
