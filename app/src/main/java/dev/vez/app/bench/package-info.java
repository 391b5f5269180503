/** The place at which the benchmarks, which know this module, are plugged into the command line. */
@NullMarked
package dev.vez.app.bench;

import org.jspecify.annotations.NullMarked;
