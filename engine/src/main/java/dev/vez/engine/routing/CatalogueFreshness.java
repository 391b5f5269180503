package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.routing.proto.CatalogueIndexQuestion;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Brings this node's view of the catalogue up to date before it says that there is no such thing:
 * asks the leader of meta how far its log goes, and waits until this node has applied it so far. At
 * most one question is on its way; who comes meanwhile waits for the next.
 */
final class CatalogueFreshness {

  private static final long WAIT_MILLIS = 5_000;

  private final MetaGroup meta;
  private final Leaders leaders;
  private final PeerCaller caller;
  private final Timers timers;
  private List<CompletableFuture<Result<Settled>>> waiting = new ArrayList<>();
  private boolean asking;

  CatalogueFreshness(MetaGroup meta, Leaders leaders, PeerCaller caller, Timers timers) {
    this.meta = meta;
    this.leaders = leaders;
    this.caller = caller;
    this.timers = timers;
  }

  /** Completes once the view shows all that was there when this was called, or cannot. */
  CompletionStage<Result<Settled>> refresh() {
    CompletableFuture<Result<Settled>> done = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(done);
      if (asking) {
        return done;
      }
      asking = true;
    }
    askForAll();
    return done;
  }

  private void askForAll() {
    List<CompletableFuture<Result<Settled>>> asked;
    synchronized (this) {
      if (waiting.isEmpty()) {
        asking = false;
        return;
      }
      asked = waiting;
      waiting = new ArrayList<>();
    }
    index()
        .thenAccept(
            result -> {
              switch (result) {
                case Result.Accepted<Long>(var index) ->
                    whenShown(index, shown -> asked.forEach(each -> each.complete(shown)));
                case Result.Rejected<Long>(var reason) ->
                    asked.forEach(each -> each.complete(Result.rejected(certain(reason))));
              }
              askForAll();
            });
  }

  private CompletionStage<Result<Long>> index() {
    if (leaders.isHere(MetaGroup.NUMBER)) {
      return meta.currentIndex();
    }
    long leader = leaders.of(MetaGroup.NUMBER);
    return leader == Leaders.NOBODY || leader == leaders.nodeId()
        ? CompletableFuture.completedFuture(Result.rejected(new Rejection.NotLeader("")))
        : caller.ask(
            leader,
            caller.question().setCatalogueIndex(CatalogueIndexQuestion.getDefaultInstance()),
            answer -> answer.hasCatalogueIndex() ? answer.getCatalogueIndex() : null);
  }

  private void whenShown(long index, Consumer<Result<Settled>> then) {
    CompletableFuture<Result<Settled>> shown = new CompletableFuture<>();
    Timers.Cancellation limit =
        timers.schedule(
            TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS),
            () -> shown.complete(Result.rejected(new Rejection.NotLeader(""))));
    meta.whenShown(index, () -> shown.complete(Result.accepted(Settled.INSTANCE)));
    CompletionStage<Void> _ =
        shown.thenAccept(
            result -> {
              limit.cancel();
              then.accept(result);
            });
  }

  /** A question changes nothing, so nothing about it is unknown: the call was not carried out. */
  private static Rejection certain(Rejection reason) {
    return reason instanceof Rejection.OutcomeUnknown ? new Rejection.NotLeader("") : reason;
  }
}
