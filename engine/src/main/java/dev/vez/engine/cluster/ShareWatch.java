package dev.vez.engine.cluster;

import dev.vez.domain.command.MoveShares;
import dev.vez.domain.machine.BucketDemand;
import dev.vez.domain.machine.ShareDivision;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.SharesRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token buckets that lack tokens somewhere and whose demand is followed: a bounded number of
 * them, in turns where there are more. One look at a time, on any thread.
 */
final class ShareWatch {

  /** Buckets that are followed at a time, and keys that a group is asked for. */
  static final int WATCHED_MAX = 256;

  /** Buckets whose shares are moved in one look. */
  static final int MOVES_MAX = 64;

  /** Between two moves of the shares of a bucket, at least. */
  private static final long MOVE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Moves wait while a data group has so many changes to carry out. */
  private static final int CHANGES_MAX = 1_000;

  private final int dataGroups;

  /** Those first that have waited longest for a move. */
  private final Map<String, WatchedBucket> watched = new LinkedHashMap<>();

  /** Behind which key each group is asked for others next. */
  private final String[] after;

  /** The group whose keys are taken in first next. */
  private int first;

  ShareWatch(int dataGroups) {
    this.dataGroups = dataGroups;
    this.after = new String[dataGroups];
    Arrays.fill(after, "");
  }

  /** The buckets that are followed now. */
  synchronized List<String> keys() {
    return List.copyOf(watched.keySet());
  }

  /** What a group is to be asked, 1 or greater. */
  synchronized DemandQuery query(int group) {
    return new DemandQuery(keys(), after[group - 1], WATCHED_MAX);
  }

  /**
   * Takes the answers, and gives the moves that they call for.
   *
   * @param shares how the followed buckets are shared out, as far as there are any
   * @param demands what each group has answered, none where it has not
   */
  synchronized List<MoveShares> decide(
      List<SharesRecord> shares, List<Optional<GroupDemand>> demands, long nowNanos) {
    List<MoveShares> moves = new ArrayList<>();
    // Of groups that do not answer it is not known what they want.
    if (demands.stream().allMatch(Optional::isPresent)) {
      follow(shares, demands.stream().map(Optional::orElseThrow).toList(), nowNanos, moves);
    }
    takeIn(demands);
    return moves;
  }

  private void follow(
      List<SharesRecord> shares, List<GroupDemand> demands, long nowNanos, List<MoveShares> moves) {
    Map<String, SharesRecord> records = new HashMap<>();
    shares.forEach(record -> records.put(record.throttleKey(), record));
    boolean othersWait = watched.size() >= WATCHED_MAX;
    List<Map<String, BucketDemand>> figures = demands.stream().map(ShareWatch::byKey).toList();
    for (String key : keys()) {
      List<BucketDemand> ofKey =
          figures.stream()
              .map(each -> each.getOrDefault(key, new BucketDemand(key, false, 0)))
              .toList();
      MoveShares move =
          moves.size() < MOVES_MAX
              ? follow(records.get(key), key, ofKey, othersWait, nowNanos)
              : null;
      if (move != null) {
        moves.add(move);
      }
    }
  }

  private static Map<String, BucketDemand> byKey(GroupDemand demand) {
    Map<String, BucketDemand> byKey = new HashMap<>();
    demand.watched().forEach(each -> byKey.put(each.throttleKey(), each));
    return byKey;
  }

  private @Nullable MoveShares follow(
      @Nullable SharesRecord record,
      String key,
      List<BucketDemand> figures,
      boolean othersWait,
      long nowNanos) {
    WatchedBucket bucket = watched.get(key);
    if (bucket == null) {
      return null;
    }
    if (record == null || figures.stream().noneMatch(BucketDemand::lacking)) {
      watched.remove(key);
      return null;
    }
    List<BucketLimits> current = record.groups().stream().map(GroupShare::due).toList();
    var demands = bucket.see(figures, current, nowNanos);
    if (!record.isSettled() || !bucket.mayMove(record.total(), MOVE_NANOS, nowNanos)) {
      return null;
    }
    boolean hasHadItsTurn = bucket.isMoved() && othersWait;
    Optional<List<BucketLimits>> next =
        hasHadItsTurn ? Optional.empty() : ShareDivision.byDemand(record.total(), current, demands);
    if (next.isEmpty()) {
      if (othersWait) {
        watched.remove(key); // There are others; its turn comes again.
      }
      return null;
    }
    bucket.moved(nowNanos);
    watched.remove(key);
    watched.put(key, bucket);
    return new MoveShares(key, record.total(), next.get(), CHANGES_MAX);
  }

  /** Follows others that lack tokens, as far as there is room, some of each group. */
  private void takeIn(List<Optional<GroupDemand>> demands) {
    int some = Math.max(1, (WATCHED_MAX - watched.size()) / dataGroups);
    for (int i = 0; i < dataGroups; i++) {
      int group = (first + i) % dataGroups;
      takeIn(group, demands.get(group).map(GroupDemand::lacking).orElse(List.of()), some);
    }
    first = (first + 1) % dataGroups;
  }

  private void takeIn(int group, List<String> lacking, int max) {
    int room = Math.min(max, WATCHED_MAX - watched.size());
    for (String key : lacking) {
      if (!watched.containsKey(key)) {
        if (room == 0) {
          return; // Those behind this come next time.
        }
        watched.put(key, new WatchedBucket(dataGroups));
        room--;
      }
      after[group] = key;
    }
    if (lacking.size() < WATCHED_MAX) {
      after[group] = "";
    }
  }
}
