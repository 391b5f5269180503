package dev.vez.engine.delivery;

import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.id.RedriveId;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Callers who wait until a redrive of one group has ended. */
final class RedriveWaiters {

  private final Map<RedriveId, CompletableFuture<Result<Long>>> waiters = new ConcurrentHashMap<>();

  /** Why nobody can know at the moment. */
  private volatile @Nullable Rejection ceased;

  void resume() {
    ceased = null;
  }

  /** Completes with the number of messages moved, or with why that is not known. */
  CompletableFuture<Result<Long>> add(RedriveId id) {
    CompletableFuture<Result<Long>> waiter =
        waiters.computeIfAbsent(id, _ -> new CompletableFuture<>());
    Rejection reason = ceased;
    if (reason != null) {
      tell(id, Result.rejected(reason));
    }
    return waiter;
  }

  /** Tells those whose redrive has ended. */
  void finish(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof RedriveDone done) {
        tell(done.id(), Result.accepted(done.moved()));
      }
    }
  }

  /** Tells one waiter, if it still waits. */
  void tell(RedriveId id, Result<Long> result) {
    CompletableFuture<Result<Long>> waiter = waiters.remove(id);
    if (waiter != null) {
      waiter.complete(result);
    }
  }

  /** Nobody learns anything until {@link #resume}: the redrives go on under another leader. */
  void cease(Rejection reason) {
    ceased = reason;
    waiters.keySet().forEach(id -> tell(id, Result.rejected(reason)));
  }
}
