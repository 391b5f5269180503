package dev.vez.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.domain.command.MoveShares;
import dev.vez.domain.id.Mark;
import dev.vez.domain.machine.BucketDemand;
import dev.vez.domain.machine.ShareDivision;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.SharesRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareWatchTest {

  private static final int GROUPS = 3;
  private static final BucketLimits ONE_TOKEN = new BucketLimits(4_000_000, 1_000_000);

  private final ShareWatch watch = new ShareWatch(GROUPS);
  private final Map<String, SharesRecord> shares = new HashMap<>();

  /** Of each group, keys that lack tokens. */
  private final List<TreeSet<String>> lacking = new ArrayList<>();

  private final Map<String, Integer> moves = new HashMap<>();
  private long nowNanos;

  ShareWatchTest() {
    for (int i = 0; i < GROUPS; i++) {
      lacking.add(new TreeSet<>());
    }
  }

  @Test
  void shouldGiveEveryBucketItsTurnHoweverManyLackTokens() {
    for (int i = 0; i < 1_000; i++) {
      String key = bucket("k%04d".formatted(i));
      lacking.forEach(each -> each.add(key));
    }
    for (int i = 0; i < 200; i++) {
      look();
    }
    assertThat(moves.keySet()).hasSize(1_000);
    assertThat(moves.values()).allSatisfy(times -> assertThat(times).isGreaterThan(2));
  }

  @Test
  void shouldFollowBucketsOfAGroupWhateverTheOthersLack() {
    for (int i = 0; i < 1_000; i++) {
      lacking.getFirst().add(bucket("a%04d".formatted(i)));
    }
    String last = bucket("z");
    lacking.getLast().add(last);
    // Its token is elsewhere.
    shares.put(last, record(last, List.of(ONE_TOKEN, BucketLimits.NONE, BucketLimits.NONE)));
    for (int i = 0; i < 5; i++) {
      look();
    }
    assertThat(Objects.requireNonNull(shares.get(last)).groups().getLast().due())
        .isEqualTo(ONE_TOKEN);
  }

  @Test
  void shouldForgetWhatLacksNothing() {
    String key = bucket("k");
    lacking.getFirst().add(key);
    look();
    assertThat(watch.keys()).containsExactly(key);
    lacking.getFirst().clear();
    look();
    assertThat(watch.keys()).isEmpty();
  }

  @Test
  void shouldNotDecideWithoutAllGroups() {
    String key = bucket("k");
    lacking.forEach(each -> each.add(key));
    look();
    List<Optional<GroupDemand>> demands = new ArrayList<>(demands());
    demands.set(1, Optional.empty());
    assertThat(watch.decide(List.copyOf(shares.values()), demands, nowNanos)).isEmpty();
    assertThat(watch.decide(List.copyOf(shares.values()), demands(), nowNanos)).hasSize(1);
  }

  private String bucket(String key) {
    shares.put(key, record(key, ShareDivision.equal(key, ONE_TOKEN, GROUPS)));
    return key;
  }

  private static SharesRecord record(String key, List<BucketLimits> limits) {
    return new SharesRecord(
        key,
        ONE_TOKEN,
        limits.stream().map(each -> new GroupShare(each, each, each, Mark.NONE)).toList());
  }

  private void look() {
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    List<SharesRecord> followed =
        watch.keys().stream().map(shares::get).filter(Objects::nonNull).toList();
    List<MoveShares> decided = watch.decide(followed, demands(), nowNanos);
    assertThat(decided).hasSizeLessThanOrEqualTo(ShareWatch.MOVES_MAX);
    assertThat(watch.keys()).hasSizeLessThanOrEqualTo(ShareWatch.WATCHED_MAX);
    for (MoveShares move : decided) {
      shares.put(move.throttleKey(), record(move.throttleKey(), move.shares()));
      moves.merge(move.throttleKey(), 1, Integer::sum);
    }
  }

  private List<Optional<GroupDemand>> demands() {
    return IntStream.rangeClosed(1, GROUPS)
        .mapToObj(group -> Optional.of(answer(watch.query(group), lacking.get(group - 1))))
        .toList();
  }

  private static GroupDemand answer(DemandQuery query, NavigableSet<String> keys) {
    return new GroupDemand(
        query.watched().stream().map(key -> new BucketDemand(key, keys.contains(key), 0)).toList(),
        keys.tailSet(query.after(), false).stream().limit(query.lackingMax()).toList());
  }
}
