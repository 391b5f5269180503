/**
 * The rules of the architecture, checked on the compiled classes: which module may know which, and
 * what the domain must not touch so that all replicas decide alike.
 */
@NullMarked
package dev.vez.app.architecture;

import org.jspecify.annotations.NullMarked;
