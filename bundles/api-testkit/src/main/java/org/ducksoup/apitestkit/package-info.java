/** The contracts of {@code api} as tests: one subclass tests a lab's own code. */
@NullMarked
package org.ducksoup.apitestkit;

import org.jspecify.annotations.NullMarked;
