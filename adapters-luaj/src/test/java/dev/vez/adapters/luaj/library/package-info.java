/** The functions that scripts may call. */
@NullMarked
package dev.vez.adapters.luaj.library;

import org.jspecify.annotations.NullMarked;
