/** Tests of what is told to those who count. */
@NullMarked
package dev.vez.engine.telemetry;

import org.jspecify.annotations.NullMarked;
