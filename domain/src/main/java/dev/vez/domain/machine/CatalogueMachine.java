package dev.vez.domain.machine;

import dev.vez.domain.command.AddMember;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.CatalogueCommand;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.ConfigMeaning;
import dev.vez.domain.command.ConfirmChange;
import dev.vez.domain.command.CreateQueue;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.MoveShares;
import dev.vez.domain.command.QueueCommand;
import dev.vez.domain.command.RemoveMember;
import dev.vez.domain.command.SetConfig;
import dev.vez.domain.command.Tick;
import dev.vez.domain.hash.Digest;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.outcome.ChangeConfirmed;
import dev.vez.domain.outcome.ConfigFull;
import dev.vez.domain.outcome.ConfigSet;
import dev.vez.domain.outcome.ConfirmOutcome;
import dev.vez.domain.outcome.CreateQueueOutcome;
import dev.vez.domain.outcome.DeleteQueueOutcome;
import dev.vez.domain.outcome.IssuedChange;
import dev.vez.domain.outcome.LeadershipTaken;
import dev.vez.domain.outcome.MoveSharesOutcome;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueEntered;
import dev.vez.domain.outcome.QueueExists;
import dev.vez.domain.outcome.QueueMarkedDeleting;
import dev.vez.domain.outcome.QueueUnknown;
import dev.vez.domain.outcome.SetConfigOutcome;
import dev.vez.domain.outcome.SharesMoving;
import dev.vez.domain.outcome.SharesStay;
import dev.vez.domain.outcome.TimeAdvanced;
import dev.vez.domain.record.BucketLimits;
import dev.vez.domain.record.CatalogueRecord;
import dev.vez.domain.record.ConfigRecord;
import dev.vez.domain.record.DigestRecord;
import dev.vez.domain.record.GroupMarkRecord;
import dev.vez.domain.record.GroupRecord;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.MemberRecord;
import dev.vez.domain.record.PendingChangeRecord;
import dev.vez.domain.record.QueueConfig;
import dev.vez.domain.record.QueueRecord;
import dev.vez.domain.record.QueueState;
import dev.vez.domain.record.RecordType;
import dev.vez.domain.record.SharesRecord;
import dev.vez.domain.record.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of the meta group: which queues there are, which data group hosts each, the
 * changes that data groups have yet to carry out, the runtime configuration, and which nodes there
 * are.
 */
public final class CatalogueMachine implements StateMachine {

  /** The newest rules that this code knows. */
  public static final int VERSION = 1;

  /** What the name of a dead-letter queue ends in. */
  public static final String DEAD_LETTER_SUFFIX = ".dlq";

  private final EntryContext entry = new EntryContext();
  private final Changes changes = new Changes();
  private final DigestSum.Total digest = new DigestSum.Total();
  private final TreeMap<String, CatalogueRecord> byName = new TreeMap<>();
  private final TreeMap<QueueId, String> names = new TreeMap<>();
  private final TreeMap<Integer, TreeMap<Mark, PendingChangeRecord>> pending = new TreeMap<>();
  private final TreeMap<Integer, Mark> marks = new TreeMap<>();
  private final ConfigTable config = new ConfigTable();
  private final MemberTable members = new MemberTable(changes);
  private final ShareTable shares = new ShareTable(changes, this::issue);

  private DigestSum sum = new DigestSum(QueueId.NONE, Digest.ZERO, digest);
  private @Nullable GroupRecord group;
  private long lastIndex;

  private CatalogueMachine() {}

  /** Builds the machine from what the store holds. */
  public static CatalogueMachine recover(StateReader reader) {
    CatalogueMachine machine = new CatalogueMachine();
    reader.scan(RecordType.GROUP, record -> machine.restore((GroupRecord) record));
    reader.scan(
        RecordType.DIGEST,
        record ->
            machine.sum =
                new DigestSum(QueueId.NONE, ((DigestRecord) record).sum(), machine.digest));
    reader.scan(RecordType.CATALOGUE, record -> machine.index((CatalogueRecord) record));
    reader.scan(
        RecordType.PENDING_CHANGE,
        record -> {
          PendingChangeRecord change = (PendingChangeRecord) record;
          machine.pendingOf(change.group()).put(change.mark(), change);
        });
    reader.scan(
        RecordType.GROUP_MARK,
        record -> {
          GroupMarkRecord mark = (GroupMarkRecord) record;
          machine.marks.put(mark.group(), mark.mark());
        });
    reader.scan(RecordType.CONFIG, record -> machine.config.put((ConfigRecord) record));
    reader.scan(RecordType.SHARES, record -> machine.shares.restore((SharesRecord) record));
    reader.scan(RecordType.MEMBER, record -> machine.members.restore((MemberRecord) record));
    return machine;
  }

  @Override
  public Applied apply(Entry committed) {
    if (committed.index() <= lastIndex) {
      throw new IllegalStateException(
          "Expected an entry above index " + lastIndex + ", but got " + committed.index());
    }
    lastIndex = committed.index();
    if (!committed.isOfExpectedTerm()) {
      return Applied.STALE;
    }
    entry.begin(committed.index());
    List<Command> commands = committed.proposal().commands();
    advanceTime(commands, committed.proposal().logTimeMicros());
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Command command : commands) {
      outcomes.add(run(command));
    }
    return new Applied(outcomes, changes.finish(), entry.effects(), false);
  }

  @Override
  public Digest digest() {
    return digest.value();
  }

  @Override
  public long logTimeMicros() {
    return group == null ? 0 : group.logTimeMicros();
  }

  /** All queues, ordered by name. A view: read it between entries only. */
  public Collection<CatalogueRecord> queues() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The queue of a name. */
  public Optional<CatalogueRecord> queue(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The runtime configuration, ordered by key. A view: read it between entries only. */
  public Collection<ConfigRecord> config() {
    return config.all();
  }

  /** The nodes of the cluster, in order of node id. A view: read it between entries only. */
  public Collection<MemberRecord> members() {
    return members.all();
  }

  /** Whether any token bucket is shared out to several data groups. */
  public boolean hasShares() {
    return !shares.isEmpty();
  }

  /** How the bucket of a throttle key is shared out to several data groups. */
  public Optional<SharesRecord> shares(String throttleKey) {
    return shares.find(throttleKey);
  }

  /** What a data group has to carry out next. */
  public Optional<PendingChangeRecord> firstPendingChange(int dataGroup) {
    TreeMap<Mark, PendingChangeRecord> changesOfGroup = pending.get(dataGroup);
    return changesOfGroup == null || changesOfGroup.isEmpty()
        ? Optional.empty()
        : Optional.of(changesOfGroup.firstEntry().getValue());
  }

  /** What a data group has yet to carry out, in order. */
  public List<PendingChangeRecord> pendingChanges(int dataGroup) {
    TreeMap<Mark, PendingChangeRecord> changesOfGroup = pending.get(dataGroup);
    return changesOfGroup == null ? List.of() : List.copyOf(changesOfGroup.values());
  }

  private void restore(GroupRecord record) {
    if (record.machineVersion() > VERSION) {
      throw new IllegalStateException(
          "Expected a machine version of at most "
              + VERSION
              + ", but the store was written by version "
              + record.machineVersion());
    }
    group = record;
  }

  private void advanceTime(List<Command> commands, long nowMicros) {
    GroupRecord earlier = group;
    GroupSettings settings;
    int version;
    if (earlier != null) {
      settings = earlier.settings();
      version = earlier.machineVersion();
    } else if (!commands.isEmpty() && commands.getFirst() instanceof BecomeLeader leader) {
      settings = leader.initialSettings();
      version = leader.initialMachineVersion();
    } else {
      throw new IllegalStateException("Expected BecomeLeader as the first command of a group");
    }
    GroupRecord record =
        new GroupRecord(
            version, Math.max(logTimeMicros(), nowMicros), settings, Mark.NONE, QueueId.NONE);
    if (!record.equals(earlier)) {
      changes.replace(sum, earlier == null ? Digest.ZERO : changes.hashOf(earlier), record);
      group = record;
    }
  }

  private Outcome run(Command command) {
    return switch (command) {
      case BecomeLeader ignored -> new LeadershipTaken();
      case CatalogueCommand catalogueCommand -> run(catalogueCommand);
      case Tick ignored -> new TimeAdvanced();
      case QueueCommand wrong ->
          throw new IllegalStateException(
              "Expected a command for the catalogue, but got " + wrong.getClass().getSimpleName());
    };
  }

  private Outcome run(CatalogueCommand command) {
    return switch (command) {
      case CreateQueue c -> create(c);
      case DeleteQueue c -> delete(c);
      case ConfirmChange c -> confirm(c);
      case SetConfig c -> set(c);
      case MoveShares c -> move(c);
      case AddMember c -> members.add(c, sum);
      case RemoveMember c -> members.remove(c, sum);
    };
  }

  private CreateQueueOutcome create(CreateQueue command) {
    if (byName.containsKey(command.name())) {
      return new QueueExists(command.name());
    }
    String partnerName = partnerOf(command.name());
    CatalogueRecord partner = byName.get(partnerName);
    if (partner != null
        && partner.state() == QueueState.DELETING
        && isDeadLetterName(partnerName)) {
      // To go on without would leave the new queue without dead letters for good.
      return new QueueExists(partnerName);
    }
    int dataGroup = partner == null ? command.group() : partner.group();
    CatalogueRecord queue = enter(command.name(), command.config(), dataGroup);
    if (isDeadLetterName(command.name())) {
      Mark mark = issue(dataGroup, creationOf(hosted(queue, QueueId.NONE)));
      if (partner != null && partner.state() != QueueState.DELETING) {
        mark = issue(dataGroup, new CatalogueChange.LinkDeadLetters(partner.id(), queue.id()));
      }
      return new QueueEntered(queue.id(), dataGroup, mark);
    }
    if (partner != null) {
      Mark mark = issue(dataGroup, creationOf(hosted(queue, partner.id())));
      return new QueueEntered(queue.id(), dataGroup, mark);
    }
    CatalogueRecord deadLetters = enter(partnerName, QueueConfig.DEFAULT, dataGroup);
    Mark mark =
        issue(
            dataGroup,
            creationOf(hosted(queue, deadLetters.id()), hosted(deadLetters, QueueId.NONE)));
    return new QueueEntered(queue.id(), dataGroup, mark);
  }

  private CatalogueRecord enter(String name, QueueConfig config, int dataGroup) {
    CatalogueRecord record =
        new CatalogueRecord(name, entry.nextQueueId(), dataGroup, config, QueueState.CREATING);
    changes.put(sum, record);
    index(record);
    return record;
  }

  private QueueRecord hosted(CatalogueRecord queue, QueueId deadLetters) {
    return new QueueRecord(
        queue.id(),
        queue.config().visibilityTimeoutMillis(),
        deadLetters,
        config.maxAttempts(queue.name()));
  }

  private static CatalogueChange creationOf(QueueRecord... queues) {
    return new CatalogueChange.CreateQueues(List.of(queues));
  }

  private DeleteQueueOutcome delete(DeleteQueue command) {
    CatalogueRecord record = byName.get(command.name());
    if (record == null || record.state() == QueueState.DELETING) {
      return new QueueUnknown();
    }
    List<QueueId> deleted = new ArrayList<>();
    deleted.add(markDeleting(record));
    CatalogueRecord deadLetters =
        isDeadLetterName(record.name()) ? null : byName.get(partnerOf(record.name()));
    if (deadLetters != null && deadLetters.state() != QueueState.DELETING) {
      deleted.add(markDeleting(deadLetters));
    }
    Mark mark = issue(record.group(), new CatalogueChange.DeleteQueues(deleted));
    return new QueueMarkedDeleting(record.group(), mark);
  }

  private QueueId markDeleting(CatalogueRecord record) {
    replace(record, QueueState.DELETING);
    return record.id();
  }

  private ConfirmOutcome confirm(ConfirmChange command) {
    PendingChangeRecord change = pendingOf(command.group()).remove(command.mark());
    if (change != null) {
      changes.remove(sum, change);
      switch (change.change()) {
        case CatalogueChange.CreateQueues create ->
            create.queues().forEach(queue -> activate(queue.id()));
        case CatalogueChange.DeleteQueues delete -> delete.queues().forEach(this::forget);
        case CatalogueChange.SetBucket bucket ->
            shares.confirm(sum, command.group(), command.mark(), bucket.throttleKey());
        case CatalogueChange.RemoveBucket _ -> {}
        case CatalogueChange.LinkDeadLetters _, CatalogueChange.SetMaxAttempts _ -> {}
        case CatalogueChange.SetGroupSetting _ -> {}
      }
    }
    return new ChangeConfirmed();
  }

  private SetConfigOutcome set(SetConfig command) {
    Optional<ConfigRecord> earlier = config.find(command.key());
    List<GroupChange> concerned = GroupChange.of(command, this::queue);
    // What an earlier removal has yet to make of a group is issued again, for the caller to wait.
    if (command.value().isEmpty()
        && earlier.isEmpty()
        && concerned.stream().allMatch(each -> pendingOf(each.group()).isEmpty())) {
      return new ConfigSet(List.of());
    }
    if (concerned.stream()
        .anyMatch(each -> pendingOf(each.group()).size() >= command.limits().changesMax())) {
      return new ConfigFull(ConfigFull.Limit.CHANGES);
    }
    if (command.value().isEmpty()) {
      earlier.ifPresent(record -> changes.remove(sum, record));
      config.remove(command.key());
    } else {
      ConfigRecord record = new ConfigRecord(command.key(), command.value());
      Optional<ConfigFull.Limit> exceeded = config.exceededBy(record, command.limits());
      if (exceeded.isPresent()) {
        return new ConfigFull(exceeded.get());
      }
      changes.replace(sum, earlier.map(changes::hashOf).orElse(Digest.ZERO), record);
      config.put(record);
    }
    if (command.meaning() instanceof ConfigMeaning.NoBucket(var throttleKey)) {
      shares.forget(sum, throttleKey);
    }
    return new ConfigSet(
        command.dataGroups() > 1
                && command.meaning()
                    instanceof ConfigMeaning.Bucket(var key, var rateMicros, var burstMicros)
            ? shareOut(key, new BucketLimits(rateMicros, burstMicros), command.dataGroups())
            : concerned.stream()
                .map(each -> new IssuedChange(each.group(), issue(each.group(), each.change())))
                .toList());
  }

  private List<IssuedChange> shareOut(String throttleKey, BucketLimits total, int dataGroups) {
    List<Mark> issued = shares.configure(sum, throttleKey, total, dataGroups);
    List<IssuedChange> result = new ArrayList<>();
    for (int i = 0; i < issued.size(); i++) {
      result.add(new IssuedChange(i + 1, issued.get(i)));
    }
    return result;
  }

  private MoveSharesOutcome move(MoveShares command) {
    boolean isFull =
        IntStream.rangeClosed(1, command.shares().size())
            .anyMatch(each -> pendingOf(each).size() >= command.changesMax());
    if (isFull || !shares.canMove(command)) {
      return new SharesStay();
    }
    shares.move(sum, command);
    return new SharesMoving();
  }

  private void activate(QueueId id) {
    CatalogueRecord record = recordOf(id);
    if (record.state() == QueueState.CREATING) {
      replace(record, QueueState.ACTIVE);
    }
  }

  private void forget(QueueId id) {
    CatalogueRecord record = recordOf(id);
    changes.remove(sum, record);
    byName.remove(record.name());
    names.remove(id);
  }

  private CatalogueRecord recordOf(QueueId id) {
    String name = names.get(id);
    CatalogueRecord record = name == null ? null : byName.get(name);
    if (record == null) {
      throw new IllegalStateException("Expected queue " + id + " in the catalogue");
    }
    return record;
  }

  private Mark issue(int dataGroup, CatalogueChange change) {
    Mark previous = marks.getOrDefault(dataGroup, Mark.NONE);
    Mark mark = entry.nextMark();
    PendingChangeRecord record = new PendingChangeRecord(dataGroup, previous, mark, change);
    changes.put(sum, record);
    pendingOf(dataGroup).put(mark, record);
    GroupMarkRecord earlier = new GroupMarkRecord(dataGroup, previous);
    changes.replace(
        sum,
        previous.equals(Mark.NONE) ? Digest.ZERO : changes.hashOf(earlier),
        new GroupMarkRecord(dataGroup, mark));
    marks.put(dataGroup, mark);
    return mark;
  }

  private void replace(CatalogueRecord record, QueueState state) {
    CatalogueRecord changed =
        new CatalogueRecord(record.name(), record.id(), record.group(), record.config(), state);
    changes.replace(sum, changes.hashOf(record), changed);
    index(changed);
  }

  private void index(CatalogueRecord record) {
    byName.put(record.name(), record);
    names.put(record.id(), record.name());
  }

  private Map<Mark, PendingChangeRecord> pendingOf(int dataGroup) {
    return pending.computeIfAbsent(dataGroup, _ -> new TreeMap<>());
  }

  private static boolean isDeadLetterName(String name) {
    return name.endsWith(DEAD_LETTER_SUFFIX);
  }

  /** {@code orders.dlq} for {@code orders}, and the other way round. */
  private static String partnerOf(String name) {
    return isDeadLetterName(name)
        ? name.substring(0, name.length() - DEAD_LETTER_SUFFIX.length())
        : name + DEAD_LETTER_SUFFIX;
  }
}
