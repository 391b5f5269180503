/**
 * Consumers of a data group: attaching and detaching them, renewing their credit, and handing them
 * what is leased to them once it is durable.
 */
@NullMarked
package dev.vez.engine.delivery;

import org.jspecify.annotations.NullMarked;
