/** Contracts of the scheduling ports, for production and for simulation alike. */
@NullMarked
package dev.vez.ports.scheduling;

import org.jspecify.annotations.NullMarked;
