package dev.vez.ports.recovery;

/**
 * A store could not read, write or sync, or found damage. Fatal for its group; the cause is kept.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
