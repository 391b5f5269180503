/**
 * Measurements: JMH benchmarks of the parts, and one of a whole broker over its wire. Run by hand.
 */
@NullMarked
package dev.vez.benchmarks;

import org.jspecify.annotations.NullMarked;
