/**
 * The pure core of Vez: values, commands, outcomes, effects and mutations, and the state machines
 * that turn a log entry into them. Nothing here reads a clock, draws a random number, starts a
 * thread or does I/O; two replicas that apply the same entries reach the same state.
 */
@NullMarked
package dev.vez.domain;

import org.jspecify.annotations.NullMarked;
