package dev.vez.adapters.rocksdb;

import dev.vez.ports.recovery.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the first failure of a store, after which it takes no more writes. Any thread. */
final class FailStop {

  private static final Logger LOG = LoggerFactory.getLogger(FailStop.class);

  private final String store;
  private final AtomicReference<@Nullable StoreException> first = new AtomicReference<>();

  /**
   * Creates one for a store that has not failed.
   *
   * @param store what to call it in messages
   */
  FailStop(String store) {
    this.store = store;
  }

  /** Records a failure and gives the exception to throw. */
  StoreException fail(String problem, Throwable cause) {
    return fail(new StoreException(store + ": " + problem, cause));
  }

  /** Records a failure that no exception caused, and gives the exception to throw. */
  StoreException fail(String problem) {
    return fail(new StoreException(store + ": " + problem));
  }

  /** Refuses where it has failed. */
  void check() {
    var failure = first.get();
    if (failure != null) {
      throw new StoreException(store + " has failed before", failure);
    }
  }

  boolean hasFailed() {
    return first.get() != null;
  }

  private StoreException fail(StoreException failure) {
    if (first.compareAndSet(null, failure)) {
      LOG.error("{} takes no more writes", store, failure);
    }
    return failure;
  }
}
