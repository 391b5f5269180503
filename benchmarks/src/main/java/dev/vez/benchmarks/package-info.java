/** Measurements: JMH benchmarks of the parts. They are run by hand, never in a timed test. */
@NullMarked
package dev.vez.benchmarks;

import org.jspecify.annotations.NullMarked;
