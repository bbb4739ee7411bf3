/** Speech and silence, from the audio levels that browsers send. */
@NullMarked
package org.ducksoup.plan.speech;

import org.jspecify.annotations.NullMarked;
