/** Plans of experiments in calls, with real media. */
package org.ducksoup.itest.plan;
