/**
 * The functions that a script may call: the base functions without those that load code, and {@code
 * math}, {@code string} and {@code table}. Written anew rather than taken from LuaJ, whose
 * functions do unbounded work between two instructions. Each pays at the meter before it works. The
 * tables are read-only, so that all runs can share them.
 */
@NullMarked
package dev.vez.adapters.luaj.library;

import org.jspecify.annotations.NullMarked;
