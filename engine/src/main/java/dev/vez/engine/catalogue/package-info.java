/**
 * The meta group on this node: which queues there are, and the changes that data groups have yet to
 * carry out.
 */
@NullMarked
package dev.vez.engine.catalogue;

import org.jspecify.annotations.NullMarked;
