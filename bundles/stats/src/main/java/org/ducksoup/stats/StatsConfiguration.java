package org.ducksoup.stats;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.stats.cfg}. */
@ObjectClassDefinition(name = "DuckSoup event log", description = "Where the events of interactions are written")
public @interface StatsConfiguration {
    @AttributeDefinition(description = "File the events are appended to, one JSON object per line; empty for none")
    String logFile() default "";

    @AttributeDefinition(
            description = "Whether they go to the standard output; with neither, they go to the standard error")
    boolean logStdout() default false;

    @AttributeDefinition(
            description = "0 nothing, 1 errors, 2 and the server, 3 and clients and bitrates, 4 and debugging",
            min = "0",
            max = "4")
    int logLevel() default 3;

    @AttributeDefinition(description = "Whether the statistics feed has anything to tell")
    boolean generateStats() default true;

    @AttributeDefinition(description = "Whether each run gets a report with plots")
    boolean generatePlots() default false;

    @AttributeDefinition(
            description = "What clients may write into the log of one run, in millions of characters",
            min = "1",
            max = "2000")
    int maxClientLogMebibytes() default 32;

    @AttributeDefinition(
            description = "Of a log's disk, in MiB: with less, clients write nothing there; 0 for no check",
            min = "0",
            max = "1000000000")
    int minFreeMebibytes() default 500;

    @AttributeDefinition(description = "Whether the standard output is for people (aligned text) or programs (JSON)")
    boolean development() default false;
}
