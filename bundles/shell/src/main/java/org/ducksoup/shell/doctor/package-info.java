/** Whether everything that the server needs is there, and what to do where it is not. */
@NullMarked
package org.ducksoup.shell.doctor;

import org.jspecify.annotations.NullMarked;
