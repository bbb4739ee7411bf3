/** Checks of the build results without a running server: bundles, packages, READMEs. */
package org.ducksoup.itest.house;
