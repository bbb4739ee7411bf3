/** The servers as a cluster of Hazelcast: who is there, what all of them know, and what they say to each other. */
@NullMarked
package org.ducksoup.cluster.member;

import org.jspecify.annotations.NullMarked;
