/** Plans of experiments, for the other bundles and for operators. */
@NullMarked
package org.ducksoup.plan;

import org.jspecify.annotations.NullMarked;
