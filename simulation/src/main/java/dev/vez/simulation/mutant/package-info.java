/**
 * Broken brokers, to see that they are found out. What they are made of lies in the test folder:
 * nothing of it is in what runs as a broker.
 */
@NullMarked
package dev.vez.simulation.mutant;

import org.jspecify.annotations.NullMarked;
