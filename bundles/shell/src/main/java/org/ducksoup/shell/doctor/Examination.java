package org.ducksoup.shell.doctor;

import java.util.List;

/** Examines one part of the server. It may block for seconds, and throw anything. */
interface Examination {
    /** What is examined, in one or two words. */
    String area();

    List<Diagnosis> examine() throws Exception;
}
