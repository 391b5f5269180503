package dev.vez.engine.service;

import dev.vez.ports.api.Rejection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether this node takes calls at all: not before it is ready, nor once it is shutting down. */
public final class Admission {

  private static final Rejection NOT_READY = new Rejection.NotLeader("");

  private final AtomicReference<@Nullable Rejection> refusal = new AtomicReference<>(NOT_READY);

  /** Takes calls from now on, unless it is closed. */
  public void open() {
    refusal.compareAndSet(NOT_READY, null);
  }

  /** Refuses calls from now on, for good. */
  public void close(Rejection reason) {
    refusal.set(reason);
  }

  /** Why a call is refused, none where it is taken. */
  public @Nullable Rejection refusal() {
    return refusal.get();
  }
}
