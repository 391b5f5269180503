/**
 * How nodes of one cluster call each other: questions with one answer, and streams. What is asked
 * is the engine's own matter; an adapter carries bytes, checks who asks, and says what is known
 * when an answer does not come.
 */
@NullMarked
package dev.vez.ports.peers;

import org.jspecify.annotations.NullMarked;
