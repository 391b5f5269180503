/** Tests of {@code vez bench} itself, by the one benchmark that needs no broker. */
@NullMarked
package dev.vez.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
