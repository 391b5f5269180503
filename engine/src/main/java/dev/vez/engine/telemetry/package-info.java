/** What the applied entries mean for those who count: messages by queue and by what happened. */
@NullMarked
package dev.vez.engine.telemetry;

import org.jspecify.annotations.NullMarked;
