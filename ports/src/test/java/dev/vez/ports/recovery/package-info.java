/**
 * The in-memory fake of the store, and the contract that every store must keep: a test class to
 * extend for its cases, another for its laws.
 */
@NullMarked
package dev.vez.ports.recovery;

import org.jspecify.annotations.NullMarked;
