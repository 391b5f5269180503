/**
 * The logical records that make up the state of a group, and the mutations that an entry makes to
 * them. A store keeps exactly these.
 */
@NullMarked
package dev.vez.domain.record;

import org.jspecify.annotations.NullMarked;
