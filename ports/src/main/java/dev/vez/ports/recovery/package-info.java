/** Outbound port to the store that keeps a group's state across restarts. */
@NullMarked
package dev.vez.ports.recovery;

import org.jspecify.annotations.NullMarked;
