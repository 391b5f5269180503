/**
 * Logging, set up by code: a command line tool that lives for a moment must not parse a
 * configuration first, and must not log at all.
 */
@NullMarked
package dev.vez.app.logging;

import org.jspecify.annotations.NullMarked;
