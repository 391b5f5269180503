/**
 * Runs the queues' scripts: on a few threads that no queue can have to itself, bypassed for a while
 * where a script fails again and again, and told of in the log once in a while rather than each
 * time.
 */
@NullMarked
package dev.vez.engine.hook;

import org.jspecify.annotations.NullMarked;
