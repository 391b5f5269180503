/** The store kept to its contract, and shown damage, torn tails, failures and crashes. */
@NullMarked
package dev.vez.adapters.rocksdb;

import org.jspecify.annotations.NullMarked;
