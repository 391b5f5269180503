/** What Ratis is used for, held against the contracts of the port. */
@NullMarked
package dev.vez.adapters.ratis;

import org.jspecify.annotations.NullMarked;
