/**
 * The store, in RocksDB: one database per group, in a folder of its own generation. Keys are
 * ordered as their records are, every row carries a version and a checksum, and what was synced is
 * known apart from the database, so that damage is told from a torn tail. The formats are written
 * down in {@code docs/store.md}.
 */
@NullMarked
package dev.vez.adapters.rocksdb;

import org.jspecify.annotations.NullMarked;
