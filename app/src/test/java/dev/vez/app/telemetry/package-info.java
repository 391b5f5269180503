/** Tests of metrics and traces. */
@NullMarked
package dev.vez.app.telemetry;

import org.jspecify.annotations.NullMarked;
