/**
 * {@code vez bench}: measures whole brokers over their wire, each group of workloads in a server
 * process of its own.
 */
@NullMarked
package dev.vez.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
