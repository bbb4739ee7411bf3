/** The interactions of all servers, for those who run a study: what one server asks another one about its own. */
@NullMarked
package org.ducksoup.cluster.supervision;

import org.jspecify.annotations.NullMarked;
