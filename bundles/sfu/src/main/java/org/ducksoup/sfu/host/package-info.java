/** What interactions run in: the threads of this server, and the container that starts and stops its bundles. */
@NullMarked
package org.ducksoup.sfu.host;

import org.jspecify.annotations.NullMarked;
