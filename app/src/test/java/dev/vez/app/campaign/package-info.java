/**
 * What a cluster must stand: a campaign against three real processes, in which a seed chooses which
 * of them are killed, paused, cut off, emptied, removed and taken back, while producers and
 * consumers work through any of them, and {@link dev.vez.app.harness} judges what they saw.
 */
@NullMarked
package dev.vez.app.campaign;

import org.jspecify.annotations.NullMarked;
