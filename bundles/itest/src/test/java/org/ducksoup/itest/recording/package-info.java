/** Effects and recordings: what is in the files, and what is left after a crash or on a full disk. */
package org.ducksoup.itest.recording;
