/**
 * The scheduling ports on the machine's own time, threads and randomness. Nothing below this module
 * creates a thread or reads a clock by itself, so a simulation can replace all of it.
 */
@NullMarked
package dev.vez.app.runtime;

import org.jspecify.annotations.NullMarked;
