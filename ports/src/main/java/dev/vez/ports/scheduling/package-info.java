/**
 * Outbound ports around delivery: clock, timers, serial execution, randomness, hooks and delivery
 * sinks.
 */
@NullMarked
package dev.vez.ports.scheduling;

import org.jspecify.annotations.NullMarked;
