/**
 * Calls that another node must carry out: who leads, forwarding to that node, and answering the
 * nodes that forward to this one. A forwarded call is never forwarded again, and one whose outcome
 * is not known is never repeated.
 */
@NullMarked
package dev.vez.engine.routing;

import org.jspecify.annotations.NullMarked;
