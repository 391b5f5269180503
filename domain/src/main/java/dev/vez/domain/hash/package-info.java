/** The state digest: sums of 128-bit hashes of the logical records, kept incrementally. */
@NullMarked
package dev.vez.domain.hash;

import org.jspecify.annotations.NullMarked;
