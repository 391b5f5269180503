/**
 * The loop of one group: requests wait in its inbox, are proposed together, applied in log order,
 * written, and answered once they are durable. A {@link dev.vez.engine.group.GroupLoop} is the
 * door; a {@code Leader} holds what exists only while this node leads.
 */
@NullMarked
package dev.vez.engine.group;

import org.jspecify.annotations.NullMarked;
