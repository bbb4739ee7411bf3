/** Plans of experiments in calls: who has which place, and what is carried out when. */
@NullMarked
package org.ducksoup.sfu.plan;

import org.jspecify.annotations.NullMarked;
