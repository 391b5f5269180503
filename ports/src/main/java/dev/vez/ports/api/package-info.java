/**
 * Inbound use cases: what a transport may ask of the broker, and every way in which it may refuse.
 */
@NullMarked
package dev.vez.ports.api;

import org.jspecify.annotations.NullMarked;
