/**
 * What makes a node a member of a cluster: who it is, when it can serve, who the members are, and
 * which nodes host and lead which group.
 */
@NullMarked
package dev.vez.engine.cluster;

import org.jspecify.annotations.NullMarked;
