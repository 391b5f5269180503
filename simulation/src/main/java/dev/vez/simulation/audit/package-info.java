/**
 * Judges a run by what the broker was asked and what it answered. The auditor has no model of how
 * the broker works: it knows the promises, each as an {@link dev.vez.simulation.audit.Invariant},
 * and what the history says at the moment.
 */
@NullMarked
package dev.vez.simulation.audit;

import org.jspecify.annotations.NullMarked;
