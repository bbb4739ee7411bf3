/** The work of operators: start, stop, log in, watch, change settings. */
package org.ducksoup.itest.operation;
