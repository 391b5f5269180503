/**
 * Contracts of the scheduling ports, for production and for simulation alike, and the fakes that
 * run in virtual time.
 */
@NullMarked
package dev.vez.ports.scheduling;

import org.jspecify.annotations.NullMarked;
