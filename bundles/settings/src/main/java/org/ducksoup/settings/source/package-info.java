/** Where values come from: the environment, .env, etc, and YAML files. */
@NullMarked
package org.ducksoup.settings.source;

import org.jspecify.annotations.NullMarked;
