/** What was built, looked at without starting it: bundles, packages, READMEs. */
package org.ducksoup.itest.house;
