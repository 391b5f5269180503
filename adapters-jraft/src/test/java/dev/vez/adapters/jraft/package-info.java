/** Tests of the replication port by SOFAJRaft. */
@NullMarked
package dev.vez.adapters.jraft;

import org.jspecify.annotations.NullMarked;
