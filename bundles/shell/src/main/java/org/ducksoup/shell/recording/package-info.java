/** What has been recorded: the runs of the data directory, and whether their files are as they were recorded. */
@NullMarked
package org.ducksoup.shell.recording;

import org.jspecify.annotations.NullMarked;
