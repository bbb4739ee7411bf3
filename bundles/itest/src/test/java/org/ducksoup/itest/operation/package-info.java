/** What those who run a server do with it: start, stop, log in, look, change settings. */
package org.ducksoup.itest.operation;
