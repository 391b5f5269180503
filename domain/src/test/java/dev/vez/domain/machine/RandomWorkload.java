package dev.vez.domain.machine;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.DetachConsumer;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.ExtendLease;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.command.NackVerdict;
import dev.vez.domain.command.RedriveMessages;
import dev.vez.domain.command.ReleaseLeases;
import dev.vez.domain.command.Tick;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.LeasedMessage;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.GroupSetting;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.QueueRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Draws entries for a data group from a seed and feeds deliveries back: consumers ack, nack,
 * extend, go silent, come back with an old lease, and vanish; leaders change; queues come and go,
 * with and without dead-letter queues; dead letters are redriven.
 */
final class RandomWorkload {

  private static final int BUCKETS = 3;

  private final Random random;
  private final List<QueueId> queues = new ArrayList<>();
  private final List<Deliver> received = new ArrayList<>();
  private final List<ConsumerId> consumers = new ArrayList<>();
  private final List<QueueId> consumersOf = new ArrayList<>();
  private final int keys;
  final Map<String, CatalogueChange.SetBucket> limits = new TreeMap<>();
  private final boolean changesBuckets;
  private Mark mark = Mark.NONE;
  private long numbers;
  long nowMicros = 1_000_000_000;
  long term = 1;

  RandomWorkload(long seed) {
    this(seed, true);
  }

  /**
   * @param changesBuckets whether buckets come, go and change
   */
  RandomWorkload(long seed, boolean changesBuckets) {
    this.changesBuckets = changesBuckets;
    random = new Random(seed);
    keys = 1 + random.nextInt(12);
  }

  GroupSettings settings() {
    return new GroupSettings(
        1 + random.nextInt(3),
        1 + random.nextInt(60),
        1 + random.nextInt(80),
        1 + random.nextInt(20),
        1 + random.nextInt(6),
        1 + random.nextInt(8),
        random.nextInt(4),
        1_000 + random.nextInt(4_000),
        random.nextInt(40));
  }

  List<Command> first(GroupSettings settings) {
    return List.of(new BecomeLeader(settings, 1));
  }

  List<Command> next() {
    nowMicros += random.nextInt(5) == 0 ? random.nextInt(4_000_000) : random.nextInt(20_000);
    if (random.nextInt(60) == 0) {
      term++;
      consumers.clear();
      consumersOf.clear();
      return List.of(new BecomeLeader(GroupSettings.DEFAULT, 1));
    }
    List<Command> commands = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i <= count; i++) {
      commands.add(queues.isEmpty() ? createQueue() : draw());
    }
    return commands;
  }

  void feed(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Deliver deliver) {
        received.add(deliver);
      }
    }
  }

  private Command draw() {
    int die = random.nextInt(changesBuckets ? 104 : 100);
    if (die < 38) {
      return enqueue();
    } else if (die < 55 && !received.isEmpty()) {
      Deliver deliver = take();
      switch (random.nextInt(4)) {
        case 0 -> {
          return new AckMessages(deliver.queue(), andMore(deliver));
        }
        case 1 -> {
          return new ReleaseLeases(deliver.queue(), andMore(deliver));
        }
        default -> {}
      }
      LeaseId lease = random.nextBoolean() ? deliver.lease() : LeaseId.NONE;
      return new AckMessage(deliver.queue(), deliver.message().id(), lease);
    } else if (die < 63 && !received.isEmpty()) {
      Deliver deliver = take();
      return new NackMessage(
          deliver.queue(),
          deliver.message().id(),
          deliver.lease(),
          verdict(),
          "error " + random.nextInt(5),
          nowMicros / 1_000);
    } else if (die < 66 && !received.isEmpty()) {
      Deliver deliver = received.get(random.nextInt(received.size()));
      return new ExtendLease(
          deliver.queue(), deliver.message().id(), deliver.lease(), 1 + random.nextInt(5_000));
    } else if (die < 74) {
      return attach();
    } else if (die < 88 && !consumers.isEmpty()) {
      int at = random.nextInt(consumers.size());
      return new GrantCredit(
          consumersOf.get(at), consumers.get(at), random.nextInt(200), someMark());
    } else if (die < 92 && !consumers.isEmpty()) {
      int at = random.nextInt(consumers.size());
      return new DetachConsumer(consumersOf.get(at), consumers.remove(at), markOf(at));
    } else if (die < 94) {
      return createQueue();
    } else if (die < 95) {
      return deleteQueue();
    } else if (die < 96) {
      return change(new CatalogueChange.LinkDeadLetters(anyQueue(), anyQueue()));
    } else if (die < 97) {
      return change(new CatalogueChange.SetMaxAttempts(anyQueue(), random.nextInt(5) - 1));
    } else if (die < 98) {
      return change(setting());
    } else if (die < 99) {
      return redrive();
    } else if (die == 100) {
      return change(new CatalogueChange.RemoveBucket(anyBucket()));
    } else if (die > 100) {
      return change(setBucket(anyBucket()));
    }
    return new Tick();
  }

  /** The message, and some others of its queue that were delivered before or after it. */
  private List<LeasedMessage> andMore(Deliver deliver) {
    List<LeasedMessage> messages = new ArrayList<>();
    messages.add(new LeasedMessage(deliver.message().id(), deliver.lease()));
    for (int i = random.nextInt(6); i > 0 && !received.isEmpty(); i--) {
      Deliver other = received.get(random.nextInt(received.size()));
      if (other.queue().equals(deliver.queue())) {
        messages.add(new LeasedMessage(other.message().id(), other.lease()));
      }
    }
    return messages;
  }

  private NackVerdict verdict() {
    return switch (random.nextInt(4)) {
      case 0 -> new NackVerdict.Retry(random.nextInt(3_000));
      case 1, 2 -> new NackVerdict.DeadLetter();
      default -> NackVerdict.Retry.AT_ONCE;
    };
  }

  private Command redrive() {
    QueueId queue = anyQueue();
    List<QueueId> others = queues.stream().filter(each -> !each.equals(queue)).toList();
    return others.isEmpty()
        ? new Tick()
        : new RedriveMessages(
            queue,
            others.get(random.nextInt(others.size())),
            random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0,
            random.nextInt(3) == 0 ? "key" + random.nextInt(keys) : null,
            random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0);
  }

  /** Makes all buckets, with limits that {@link #limits} tells. */
  List<Command> setBuckets() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      CatalogueChange.SetBucket set = setBucket("bucket" + i);
      limits.put(set.throttleKey(), set);
      commands.add(change(set));
    }
    return commands;
  }

  private CatalogueChange setting() {
    return random.nextBoolean()
        ? new CatalogueChange.SetGroupSetting(
            GroupSetting.IDEMPOTENCY_WINDOW_MILLIS, 1_000 + random.nextInt(4_000))
        : new CatalogueChange.SetGroupSetting(
            GroupSetting.IDEMPOTENCY_KEYS_MAX, random.nextInt(40));
  }

  private CatalogueChange.SetBucket setBucket(String key) {
    long burst = random.nextInt(8) == 0 ? random.nextInt(1_000_000) : random.nextInt(6_000_000);
    return new CatalogueChange.SetBucket(key, random.nextInt(30_000_000), burst);
  }

  private String anyBucket() {
    return "bucket" + random.nextInt(BUCKETS);
  }

  private QueueId anyQueue() {
    return queues.get(random.nextInt(queues.size()));
  }

  private LeaseId markOf(int at) {
    consumersOf.remove(at);
    return someMark();
  }

  private LeaseId someMark() {
    return received.isEmpty() || random.nextInt(3) == 0
        ? LeaseId.NONE
        : received.get(random.nextInt(received.size())).lease();
  }

  private Deliver take() {
    return received.remove(random.nextInt(received.size()));
  }

  private Command enqueue() {
    QueueId queue = queues.get(random.nextInt(queues.size()));
    List<NewMessage> batch = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 150 : 4);
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      batch.add(
          new NewMessage(
              new MessageId(1, ++numbers),
              "key" + random.nextInt(keys),
              1 + random.nextInt(4),
              random.nextInt(3) == 0
                  ? List.of(anyBucket(), anyBucket(), "unlimited")
                  : random.nextBoolean() ? List.of(anyBucket()) : List.of(),
              nowMicros / 1_000,
              Bytes.wrap(payload),
              random.nextInt(3) == 0 ? "key" + random.nextInt(60) : ""));
    }
    return new EnqueueMessages(queue, batch);
  }

  private Command attach() {
    QueueId queue = queues.get(random.nextInt(queues.size()));
    ConsumerId consumer = new ConsumerId(term, ++numbers);
    consumers.add(consumer);
    consumersOf.add(queue);
    return new AttachConsumer(queue, consumer, random.nextInt(40));
  }

  private Command createQueue() {
    QueueId queue = new QueueId(++numbers, 0);
    QueueId deadLetters = new QueueId(numbers, 1);
    queues.add(queue);
    queues.add(deadLetters);
    return change(
        new CatalogueChange.CreateQueues(
            List.of(
                new QueueRecord(
                    queue, 1_000 + random.nextInt(5_000), deadLetters, random.nextInt(4) - 1),
                new QueueRecord(deadLetters, 1_000 + random.nextInt(5_000)))));
  }

  private Command deleteQueue() {
    QueueId queue = queues.remove(random.nextInt(queues.size()));
    return change(new CatalogueChange.DeleteQueues(List.of(queue)));
  }

  private Command change(CatalogueChange change) {
    Mark previous = mark;
    mark = new Mark(++numbers, 0);
    return new CarryOutChange(previous, mark, change);
  }
}
