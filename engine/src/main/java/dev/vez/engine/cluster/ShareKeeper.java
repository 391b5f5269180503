package dev.vez.engine.cluster;

import dev.vez.domain.command.MoveShares;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.SharesRecord;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While this node leads meta, lets the shares of token buckets follow demand. Every so often it
 * asks each data group which buckets lack tokens, and follows the demand at some of those for as
 * long as they do; buckets that lack nothing cost nothing. What it knows is lost with its
 * leadership, and found out again by the next leader: whatever it proposes, the catalogue keeps the
 * sum of the shares within the bucket.
 *
 * <p>One look at a time; each begins when the one before has ended.
 */
public final class ShareKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(ShareKeeper.class);

  private static final long LOOK_MILLIS = 1_000;

  private final int dataGroups;
  private final MetaGroup meta;
  private final BooleanSupplier isLeading;
  private final DemandReader reader;
  private final Clock clock;
  private final Timers timers;
  private volatile boolean stopped;

  /** Of one leadership at most. Handed on from look to look. */
  private volatile ShareWatch watch;

  /**
   * A keeper that is yet to be started.
   *
   * @param isLeading whether this node leads meta
   */
  public ShareKeeper(
      int dataGroups,
      MetaGroup meta,
      BooleanSupplier isLeading,
      DemandReader reader,
      Clock clock,
      Timers timers) {
    this.dataGroups = dataGroups;
    this.meta = meta;
    this.isLeading = isLeading;
    this.reader = reader;
    this.clock = clock;
    this.timers = timers;
    this.watch = new ShareWatch(dataGroups);
  }

  /** Begins to look. To be called once. */
  public void start() {
    again();
  }

  /** Looks no more. */
  public void stop() {
    stopped = true;
  }

  private void again() {
    if (!stopped) {
      timers.schedule(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), this::look);
    }
  }

  private void look() {
    if (stopped) {
      return;
    }
    if (!isLeading.getAsBoolean()) {
      watch = new ShareWatch(dataGroups);
      again();
      return;
    }
    CompletionStage<Void> _ =
        meta.ask(CatalogueMachine::hasShares)
            .thenCompose(
                result ->
                    result instanceof Result.Accepted<Boolean>(var has) && has
                        ? ask(watch)
                        : CompletableFuture.<Void>completedFuture(null))
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    LOG.warn("Shares of rates stay as they are until the next look", failure);
                  }
                  again();
                });
  }

  private CompletionStage<Void> ask(ShareWatch watched) {
    List<String> keys = watched.keys();
    List<CompletableFuture<Optional<GroupDemand>>> asked = new ArrayList<>();
    for (int group = 1; group <= dataGroups; group++) {
      asked.add(reader.ask(group, watched.query(group)).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenCompose(_ -> meta.ask(machine -> sharesOf(machine, keys)))
        .thenCompose(
            result ->
                result instanceof Result.Accepted<List<SharesRecord>>(var shares)
                    ? propose(
                        watched.decide(
                            shares,
                            asked.stream().map(CompletableFuture::join).toList(),
                            clock.monotonicNanos()))
                    : CompletableFuture.<Void>completedFuture(null));
  }

  private static List<SharesRecord> sharesOf(CatalogueMachine machine, List<String> keys) {
    return keys.stream().flatMap(key -> machine.shares(key).stream()).toList();
  }

  private CompletionStage<Void> propose(List<MoveShares> moves) {
    return CompletableFuture.allOf(
        moves.stream()
            .map(
                move -> {
                  CompletableFuture<Result<Outcome>> answer = new CompletableFuture<>();
                  meta.submit(new MemberCall(move, answer));
                  return answer;
                })
            .toArray(CompletableFuture<?>[]::new));
  }
}
