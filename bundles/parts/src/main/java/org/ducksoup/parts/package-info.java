/** Small classes that several bundles need. The build copies them into each bundle that uses them; no bundle exports them. */
@NullMarked
package org.ducksoup.parts;

import org.jspecify.annotations.NullMarked;
