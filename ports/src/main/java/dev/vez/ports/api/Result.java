package dev.vez.ports.api;

/**
 * Answer to a use case.
 *
 * @param <T> what it gives when it is carried out
 */
public sealed interface Result<T> {

  /** Carried out, and durable. */
  record Accepted<T>(T value) implements Result<T> {}

  /** Not carried out, or not known to be; the reason says which. */
  record Rejected<T>(Rejection reason) implements Result<T> {}

  static <T> Result<T> accepted(T value) {
    return new Accepted<>(value);
  }

  static <T> Result<T> rejected(Rejection reason) {
    return new Rejected<>(reason);
  }
}
