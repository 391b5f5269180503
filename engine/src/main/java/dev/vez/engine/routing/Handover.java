package dev.vez.engine.routing;

import dev.vez.ports.replication.ChangeResult;
import dev.vez.ports.replication.GroupMember;
import dev.vez.ports.scheduling.Timers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every leadership of a node that is about to stop to another voter that answers. */
final class Handover {

  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private final ClusterNode.Reach reach;
  private final Timers timers;

  Handover(ClusterNode.Reach reach, Timers timers) {
    this.reach = reach;
    this.timers = timers;
  }

  /** Completes once it is done, or the time is over; never exceptionally. */
  CompletionStage<Void> run(long limitMillis) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Timers.Cancellation limit =
        timers.schedule(
            TimeUnit.MILLISECONDS.toNanos(limitMillis),
            () -> {
              if (done.complete(null)) {
                LOG.warn("Not every leadership was handed over within {} ms", limitMillis);
              }
            });
    CompletableFuture<?>[] groups =
        IntStream.rangeClosed(0, reach.setup().dataGroups())
            .filter(reach.leaders()::isHere)
            .mapToObj(group -> handOver(group).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture<Void> _ =
        CompletableFuture.allOf(groups)
            .whenComplete(
                (_, _) -> {
                  limit.cancel();
                  done.complete(null);
                });
    return done;
  }

  private CompletionStage<Boolean> handOver(int group) {
    List<Long> voters =
        reach.control().viewHere(group).members().stream()
            .filter(member -> member.role() == GroupMember.Role.VOTER)
            .map(GroupMember::nodeId)
            .filter(node -> node != reach.setup().nodeId())
            .toList();
    // Not all to the same one.
    int first = voters.isEmpty() ? 0 : group % voters.size();
    return toFirst(
        group,
        IntStream.range(0, voters.size())
            .mapToObj(i -> voters.get((first + i) % voters.size()))
            .iterator());
  }

  private CompletionStage<Boolean> toFirst(int group, Iterator<Long> voters) {
    if (!voters.hasNext()) {
      return CompletableFuture.completedFuture(false);
    }
    long node = voters.next();
    return reach
        .control()
        .isReachable(node)
        .thenCompose(
            reachable ->
                reachable
                    ? reach.control().transferHere(group, node)
                    : CompletableFuture.completedFuture(
                        new ChangeResult.Failed("node " + node + " does not answer")))
        .thenCompose(
            result ->
                result instanceof ChangeResult.Done
                    ? CompletableFuture.completedFuture(true)
                    : toFirst(group, voters));
  }
}
