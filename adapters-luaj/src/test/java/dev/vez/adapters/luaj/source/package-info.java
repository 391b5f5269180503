/** What compiles, and what authors of scripts that do not are told. */
@NullMarked
package dev.vez.adapters.luaj.source;

import org.jspecify.annotations.NullMarked;
