/** What servers of other projects need alike: a process, and connections of participants without browsers. */
@NullMarked
package org.ducksoup.bench.peer;

import org.jspecify.annotations.NullMarked;
