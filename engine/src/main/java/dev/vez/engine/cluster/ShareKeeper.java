package dev.vez.engine.cluster;

import dev.vez.domain.command.MoveShares;
import dev.vez.domain.machine.BucketDemand;
import dev.vez.domain.machine.CatalogueMachine;
import dev.vez.domain.machine.ShareDivision;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.SharesRecord;
import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.ports.api.Result;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
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

  /** Between two looks. */
  static final long LOOK_MILLIS = 1_000;

  /** Between two moves of the shares of a bucket, at least. */
  static final long MOVE_MILLIS = 2_000;

  /** Buckets that are followed at a time. */
  static final int WATCHED_MAX = 256;

  /** Buckets whose shares are moved in one look. */
  private static final int MOVES_MAX = 64;

  /** Moves wait while a data group has so many changes to carry out. */
  private static final int CHANGES_MAX = 1_000;

  private final int dataGroups;
  private final MetaGroup meta;
  private final BooleanSupplier isLeading;
  private final DemandReader reader;
  private final Clock clock;
  private final Timers timers;
  private final SortedMap<String, WatchedBucket> watched = new TreeMap<>();

  /** The last key that each group has named, where there may be more. */
  private final String[] after;

  private volatile boolean stopped;

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
    this.after = new String[dataGroups];
    Arrays.fill(after, "");
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
      forgetAll();
      again();
      return;
    }
    CompletionStage<Void> _ =
        meta.ask(CatalogueMachine::hasShares)
            .thenCompose(
                result ->
                    result instanceof Result.Accepted<Boolean>(var has) && has
                        ? ask()
                        : CompletableFuture.<Void>completedFuture(null))
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    LOG.warn("Shares of rates stay as they are until the next look", failure);
                  }
                  again();
                });
  }

  private synchronized void forgetAll() {
    watched.clear();
    Arrays.fill(after, "");
  }

  private CompletionStage<Void> ask() {
    List<CompletableFuture<Optional<GroupDemand>>> asked = new ArrayList<>();
    List<String> keys;
    synchronized (this) {
      keys = List.copyOf(watched.keySet());
      for (int group = 1; group <= dataGroups; group++) {
        asked.add(
            reader
                .ask(group, new DemandQuery(keys, after[group - 1], WATCHED_MAX))
                .toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            _ -> {
              List<Optional<GroupDemand>> demands =
                  asked.stream().map(CompletableFuture::join).toList();
              return meta.ask(machine -> sharesOf(machine, keys))
                  .thenCompose(
                      result ->
                          result instanceof Result.Accepted<List<SharesRecord>>(var shares)
                              ? decide(keys, shares, demands)
                              : CompletableFuture.completedFuture(null));
            });
  }

  private static List<SharesRecord> sharesOf(CatalogueMachine machine, List<String> keys) {
    return keys.stream().flatMap(key -> machine.shares(key).stream()).toList();
  }

  private synchronized CompletionStage<Void> decide(
      List<String> keys, List<SharesRecord> shares, List<Optional<GroupDemand>> demands) {
    Map<String, SharesRecord> records = new HashMap<>();
    shares.forEach(record -> records.put(record.throttleKey(), record));
    List<CompletableFuture<?>> moves = new ArrayList<>();
    // Of groups that do not answer it is not known what they want.
    if (demands.stream().allMatch(Optional::isPresent)) {
      Map<String, List<BucketDemand>> figures = figures(keys, demands);
      for (String key : keys) {
        follow(key, records.get(key), figures.getOrDefault(key, List.of()), moves);
      }
    }
    demands.forEach(demand -> demand.ifPresent(it -> watch(it.lacking())));
    for (int i = 0; i < dataGroups; i++) {
      List<String> lacking = demands.get(i).map(GroupDemand::lacking).orElse(List.of());
      after[i] = lacking.size() < WATCHED_MAX ? "" : lacking.getLast();
    }
    return CompletableFuture.allOf(moves.toArray(CompletableFuture<?>[]::new));
  }

  private Map<String, List<BucketDemand>> figures(
      List<String> keys, List<Optional<GroupDemand>> demands) {
    Map<String, List<BucketDemand>> figures = new HashMap<>();
    for (Optional<GroupDemand> demand : demands) {
      Map<String, BucketDemand> ofGroup = new HashMap<>();
      demand.orElseThrow().watched().forEach(each -> ofGroup.put(each.throttleKey(), each));
      for (String key : keys) {
        figures
            .computeIfAbsent(key, _ -> new ArrayList<>())
            .add(ofGroup.getOrDefault(key, new BucketDemand(key, false, 0)));
      }
    }
    return figures;
  }

  private void follow(
      String key,
      @Nullable SharesRecord record,
      List<BucketDemand> figures,
      List<CompletableFuture<?>> moves) {
    WatchedBucket bucket = watched.get(key);
    if (bucket == null) {
      return;
    }
    if (record == null || figures.stream().noneMatch(BucketDemand::lacking)) {
      watched.remove(key);
      return;
    }
    long now = clock.monotonicNanos();
    List<BucketLimits> current = record.groups().stream().map(GroupShare::due).toList();
    var demands = bucket.see(figures, current, now);
    if (!record.isSettled()
        || moves.size() >= MOVES_MAX
        || !bucket.mayMove(record.total(), TimeUnit.MILLISECONDS.toNanos(MOVE_MILLIS), now)) {
      return;
    }
    Optional<List<BucketLimits>> next = ShareDivision.byDemand(record.total(), current, demands);
    if (next.isPresent()) {
      bucket.moved(now);
      CompletableFuture<Result<Outcome>> answer = new CompletableFuture<>();
      meta.submit(
          new MemberCall(new MoveShares(key, record.total(), next.get(), CHANGES_MAX), answer));
      moves.add(answer);
    } else if (watched.size() >= WATCHED_MAX) {
      watched.remove(key); // Nothing to be done about it; there are others.
    }
  }

  private void watch(List<String> lacking) {
    lacking.stream()
        .filter(key -> !watched.containsKey(key))
        .limit(Math.max(0, WATCHED_MAX - watched.size()))
        .toList()
        .forEach(key -> watched.put(key, new WatchedBucket(dataGroups)));
  }
}
