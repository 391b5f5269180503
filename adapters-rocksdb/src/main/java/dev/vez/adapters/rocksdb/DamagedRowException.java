package dev.vez.adapters.rocksdb;

/** A row is not as it was written. Says how, and nothing of what it holds. */
final class DamagedRowException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedRowException(String problem) {
    super(problem);
  }

  DamagedRowException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
