/** The servers of a cluster, for their operators. */
@NullMarked
package org.ducksoup.shell.cluster;

import org.jspecify.annotations.NullMarked;
