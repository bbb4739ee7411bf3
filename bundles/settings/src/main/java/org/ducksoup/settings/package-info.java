/** From the environment, {@code .env}, {@code etc} and {@code config} to one validated configuration per PID. */
@NullMarked
package org.ducksoup.settings;

import org.jspecify.annotations.NullMarked;
