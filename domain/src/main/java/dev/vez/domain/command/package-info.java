/**
 * The closed set of commands that a log entry may carry. A command holds resolved inputs only:
 * time, ids and script verdicts were chosen once, on the leader.
 */
@NullMarked
package dev.vez.domain.command;

import org.jspecify.annotations.NullMarked;
