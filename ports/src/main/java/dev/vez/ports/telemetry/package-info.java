/** Outbound port to whoever counts and times what the broker does. */
@NullMarked
package dev.vez.ports.telemetry;

import org.jspecify.annotations.NullMarked;
