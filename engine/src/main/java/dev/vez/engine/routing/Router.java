package dev.vez.engine.routing;

import dev.vez.engine.catalogue.CatalogueEntry;
import dev.vez.engine.catalogue.CatalogueView;
import dev.vez.engine.routing.proto.Answer;
import dev.vez.engine.routing.proto.Question;
import dev.vez.engine.service.Admission;
import dev.vez.ports.api.Messaging;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node that must carry a call out. A call of a client goes on to the leader; one that
 * another node has forwarded is carried out here or refused with the leader's address.
 */
final class Router {

  private final Admission admission;
  private final CatalogueView catalogue;
  private final CatalogueFreshness freshness;
  private final Leaders leaders;
  private final PeerCaller caller;
  private final boolean forwards;

  /**
   * A router.
   *
   * @param forwards whether calls go on to other nodes
   */
  Router(
      Admission admission,
      CatalogueView catalogue,
      CatalogueFreshness freshness,
      Leaders leaders,
      PeerCaller caller,
      boolean forwards) {
    this.admission = admission;
    this.catalogue = catalogue;
    this.freshness = freshness;
    this.leaders = leaders;
    this.caller = caller;
    this.forwards = forwards;
  }

  Leaders leaders() {
    return leaders;
  }

  Messaging messagingOf(long node) {
    return new RemoteMessaging(caller, node);
  }

  RemoteAdmin adminOf(long node) {
    return new RemoteAdmin(caller, node);
  }

  /** Asks another node something. */
  <T> CompletionStage<Result<T>> ask(
      long node, UnaryOperator<Question.Builder> kind, Function<Answer, @Nullable T> reader) {
    return caller.ask(node, kind.apply(caller.question()), reader);
  }

  /** The group of a queue, none where this node knows no such queue. */
  @Nullable Integer groupOf(String queue) {
    CatalogueEntry entry = catalogue.find(queue);
    return entry == null ? null : entry.group();
  }

  /** Whether calls for a queue are carried out by this node, as far as it knows without asking. */
  boolean isHere(String queue) {
    Integer group = groupOf(queue);
    return group != null && (!forwards || leaders.isHere(group));
  }

  /**
   * Carries out a call that concerns one queue.
   *
   * @param here how this node does; it also refuses queues that do not exist
   * @param there how another node is asked to
   */
  <T> CompletionStage<Result<T>> byQueue(
      String queue,
      Supplier<CompletionStage<Result<T>>> here,
      LongFunction<CompletionStage<Result<T>>> there) {
    Rejection refusal = admission.refusal();
    if (refusal != null) {
      return rejected(refusal);
    }
    Integer group = groupOf(queue);
    if (group != null) {
      return byGroup(group, here, there);
    }
    return freshness
        .refresh()
        .thenCompose(
            fresh -> {
              if (fresh instanceof Result.Rejected<Settled>(var reason)) {
                return rejected(reason);
              }
              Integer found = groupOf(queue);
              return found == null ? here.get() : byGroup(found, here, there);
            });
  }

  /** Carries out a call that concerns one group. */
  <T> CompletionStage<Result<T>> byGroup(
      int group,
      Supplier<CompletionStage<Result<T>>> here,
      LongFunction<CompletionStage<Result<T>>> there) {
    Rejection refusal = admission.refusal();
    if (refusal != null) {
      return rejected(refusal);
    }
    if (!forwards || leaders.isHere(group)) {
      return here.get().thenApply(result -> leaders.hinted(result, group));
    }
    long known = leaders.of(group);
    if (known != Leaders.NOBODY) {
      return at(known, group, here, there);
    }
    return leaders.find(group).thenCompose(leader -> at(leader, group, here, there));
  }

  private <T> CompletionStage<Result<T>> at(
      long leader,
      int group,
      Supplier<CompletionStage<Result<T>>> here,
      LongFunction<CompletionStage<Result<T>>> there) {
    if (leader == leaders.nodeId()) {
      return here.get().thenApply(result -> leaders.hinted(result, group));
    }
    if (leader == Leaders.NOBODY) {
      return rejected(new Rejection.NotLeader(""));
    }
    return there
        .apply(leader)
        .thenApply(
            result -> {
              if (result instanceof Result.Rejected<T>(Rejection.NotLeader _)) {
                leaders.forget(group, leader);
              }
              return result;
            });
  }

  static <T> CompletionStage<Result<T>> rejected(Rejection reason) {
    return CompletableFuture.completedFuture(Result.rejected(reason));
  }
}
