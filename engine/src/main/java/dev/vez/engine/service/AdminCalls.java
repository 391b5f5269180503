package dev.vez.engine.service;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The administrative calls on their way: bounded, and known to be over. */
public final class AdminCalls {

  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final Admission admission;
  private final int callsMax;
  private final AtomicInteger calls = new AtomicInteger();

  /** Completed by the last call, once it is asked for. */
  private volatile @Nullable CompletableFuture<Void> idle;

  /**
   * None yet.
   *
   * @param callsMax calls on their way at once, 1 or greater
   */
  public AdminCalls(Admission admission, int callsMax) {
    this.admission = admission;
    this.callsMax = callsMax;
  }

  /** What a call does once it is admitted; it completes the answer, now or later. */
  @FunctionalInterface
  interface Body<T> {
    void run(CompletableFuture<Result<T>> answer);
  }

  /** Completes once no call is on its way; no new one may be admitted any more. */
  public CompletionStage<Void> whenIdle() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    idle = result;
    if (calls.get() == 0) {
      result.complete(null);
    }
    return result;
  }

  /**
   * Runs a call, or refuses it: where the node takes none, where there is a problem with it, or
   * where there are too many.
   */
  <T> CompletionStage<Result<T>> admit(@Nullable Rejection problem, Body<T> body) {
    CompletableFuture<Result<T>> answer = new CompletableFuture<>();
    int before = calls.getAndIncrement();
    CompletableFuture<Result<T>> counted = answer.whenComplete((result, failure) -> leave());
    Rejection closed = admission.refusal();
    if (closed != null) {
      answer.complete(Result.rejected(closed));
    } else if (problem != null) {
      answer.complete(Result.rejected(problem));
    } else if (before >= callsMax) {
      answer.complete(
          Result.rejected(
              new Rejection.ResourceExhausted(
                  "limits.admin_calls_max",
                  callsMax + " administrative calls are on their way already",
                  RETRY_AFTER_MILLIS)));
    } else {
      body.run(answer);
    }
    return counted;
  }

  private void leave() {
    int left = calls.decrementAndGet();
    CompletableFuture<Void> waiting = idle;
    if (left == 0 && waiting != null) {
      waiting.complete(null);
    }
  }
}
