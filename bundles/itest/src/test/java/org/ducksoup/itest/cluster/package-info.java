/** Several servers that serve as one. */
package org.ducksoup.itest.cluster;
