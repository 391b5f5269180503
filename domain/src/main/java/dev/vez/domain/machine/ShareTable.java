package dev.vez.domain.machine;

import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.MoveShares;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.Mark;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.GroupShare;
import dev.vez.domain.record.SharesRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How token buckets are shared out to several data groups, and how that changes: a group is told at
 * once to have less, and to have more only when no group may still have what it was to give up. So
 * what may be in force in all groups together never exceeds the bucket, whatever is late.
 */
final class ShareTable {

  /** Tells a data group. */
  @FunctionalInterface
  interface Issuer {

    /** Gives the mark under which the group will confirm it. */
    Mark issue(int group, CatalogueChange change);
  }

  private final Changes changes;
  private final Issuer issuer;

  /** Looked up by key, never iterated. */
  private final Map<String, SharesRecord> byKey = new HashMap<>();

  ShareTable(Changes changes, Issuer issuer) {
    this.changes = changes;
    this.issuer = issuer;
  }

  void restore(SharesRecord record) {
    byKey.put(record.throttleKey(), record);
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  Optional<SharesRecord> find(String throttleKey) {
    return Optional.ofNullable(byKey.get(throttleKey));
  }

  /**
   * Shares out what a key was configured to be, and tells every group, so that whoever waits for
   * them all knows that none has more than that. Shares of a bucket that stays the same stay.
   *
   * @return the marks, in order of the groups
   */
  List<Mark> configure(DigestSum sum, String throttleKey, BucketLimits total, int groups) {
    SharesRecord earlier = byKey.get(throttleKey);
    List<BucketLimits> due =
        earlier != null && earlier.total().equals(total)
            ? earlier.groups().stream().map(GroupShare::due).toList()
            : ShareDivision.equal(throttleKey, total, groups);
    List<GroupShare> shares = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      BucketLimits then = due.get(i);
      shares.add(
          earlier == null
              ? new GroupShare(then, then, then, Mark.NONE)
              : withDue(earlier.groups().get(i), then));
    }
    SharesRecord record = step(new SharesRecord(throttleKey, total, shares), true);
    keep(sum, earlier, record);
    return record.groups().stream().map(GroupShare::mark).toList();
  }

  /** The bucket is gone. */
  void forget(DigestSum sum, String throttleKey) {
    SharesRecord record = byKey.remove(throttleKey);
    if (record != null) {
      changes.remove(sum, record);
    }
  }

  /** Whether the shares may be moved now. */
  boolean canMove(MoveShares command) {
    SharesRecord record = byKey.get(command.throttleKey());
    return record != null
        && record.isSettled()
        && record.total().equals(command.total())
        && record.groups().size() == command.shares().size();
  }

  /** To be called where {@link #canMove}. */
  void move(DigestSum sum, MoveShares command) {
    SharesRecord earlier = byKey.get(command.throttleKey());
    if (earlier == null) {
      throw new IllegalStateException("Expected shares of the bucket");
    }
    List<GroupShare> shares = new ArrayList<>();
    for (int i = 0; i < command.shares().size(); i++) {
      shares.add(withDue(earlier.groups().get(i), command.shares().get(i)));
    }
    keep(
        sum,
        earlier,
        step(new SharesRecord(earlier.throttleKey(), earlier.total(), shares), false));
  }

  /** A group has carried out what it was told under a mark. */
  void confirm(DigestSum sum, int group, Mark mark, String throttleKey) {
    SharesRecord earlier = byKey.get(throttleKey);
    if (earlier == null || group > earlier.groups().size()) {
      return;
    }
    GroupShare share = earlier.groups().get(group - 1);
    if (!share.mark().equals(mark)) {
      return; // Told something else since, which it has yet to confirm.
    }
    List<GroupShare> shares = new ArrayList<>(earlier.groups());
    shares.set(group - 1, new GroupShare(share.issued(), share.issued(), share.due(), Mark.NONE));
    keep(
        sum,
        earlier,
        step(new SharesRecord(earlier.throttleKey(), earlier.total(), shares), false));
  }

  /** Tells each group what it may have by now: where that is news to it, or all. */
  private SharesRecord step(SharesRecord record, boolean all) {
    boolean mayRaiseRate =
        record.groups().stream()
            .allMatch(each -> each.mayHave().rateMicros() <= each.due().rateMicros());
    boolean mayRaiseBurst =
        record.groups().stream()
            .allMatch(each -> each.mayHave().burstMicros() <= each.due().burstMicros());
    List<GroupShare> stepped = new ArrayList<>();
    for (int i = 0; i < record.groups().size(); i++) {
      GroupShare share = record.groups().get(i);
      BucketLimits has = share.mayHave();
      BucketLimits due = share.due();
      BucketLimits now =
          new BucketLimits(
              mayRaiseRate ? due.rateMicros() : Math.min(has.rateMicros(), due.rateMicros()),
              mayRaiseBurst ? due.burstMicros() : Math.min(has.burstMicros(), due.burstMicros()));
      if (all || !now.equals(share.issued())) {
        Mark mark =
            issuer.issue(
                i + 1,
                new CatalogueChange.SetBucket(
                    record.throttleKey(), now.rateMicros(), now.burstMicros()));
        share = new GroupShare(has.max(now), now, due, mark);
      }
      stepped.add(share);
    }
    return new SharesRecord(record.throttleKey(), record.total(), stepped);
  }

  private void keep(DigestSum sum, @Nullable SharesRecord earlier, SharesRecord record) {
    changes.replace(sum, earlier == null ? Digest.ZERO : changes.hashOf(earlier), record);
    byKey.put(record.throttleKey(), record);
  }

  private static GroupShare withDue(GroupShare share, BucketLimits due) {
    return new GroupShare(share.mayHave(), share.issued(), due, share.mark());
  }
}
