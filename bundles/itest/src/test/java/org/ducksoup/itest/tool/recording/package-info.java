/** The files of a run, judged by ffprobe and ffmpeg. */
package org.ducksoup.itest.tool.recording;
