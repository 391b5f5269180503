package dev.vez.benchmarks;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AttachConsumer;
import dev.vez.domain.command.BecomeLeader;
import dev.vez.domain.command.CarryOutChange;
import dev.vez.domain.command.CatalogueChange;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.GrantCredit;
import dev.vez.domain.command.Proposal;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.id.ConsumerId;
import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.Mark;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.QueueMachine;
import dev.vez.domain.message.Bytes;
import dev.vez.domain.message.NewMessage;
import dev.vez.domain.record.GroupSettings;
import dev.vez.domain.record.QueueRecord;
import java.util.ArrayList;
import java.util.List;

/** A queue machine with one queue and one consumer, driven by entries; nothing is stored. */
final class MachineUnderTest {

  private static final QueueId QUEUE = new QueueId(1, 0);
  private static final ConsumerId CONSUMER = new ConsumerId(1, 1);
  private static final long MICROS_PER_ENTRY = 100;

  private final QueueMachine machine = QueueMachine.recover(new NoStore(), Long.MAX_VALUE);
  private final Bytes payload = Bytes.wrap(new byte[1_024]);
  private final List<Deliver> delivered = new ArrayList<>();
  private Mark mark = Mark.NONE;
  private long index;
  private long nowMicros = 1_000_000;
  private long messages;
  private long credit;

  MachineUnderTest() {
    apply(List.of(new BecomeLeader(GroupSettings.DEFAULT, 1)));
    change(new CatalogueChange.CreateQueues(List.of(new QueueRecord(QUEUE, 60_000))));
  }

  /** Carries out a change of the catalogue. */
  void change(CatalogueChange change) {
    Mark next = new Mark(mark.index() + 1, 0);
    apply(List.of(new CarryOutChange(mark, next, change)));
    mark = next;
  }

  /** Enqueues a message of 1 KiB for each key. */
  void enqueue(List<MessageKeys> keys) {
    apply(List.of(enqueueOf(keys)));
  }

  /** Attaches the consumer, which is to hold so many messages at a time. */
  void attach(int count) {
    apply(List.of(new AttachConsumer(QUEUE, CONSUMER, count)));
    credit = count;
  }

  /**
   * One entry: what was delivered is acked, a message is enqueued for each key, and credit is
   * granted for as many.
   *
   * @return number of messages that it delivered
   */
  int turnOver(List<MessageKeys> keys) {
    List<Command> commands = new ArrayList<>(delivered.size() + 2);
    LeaseId handedOver = LeaseId.NONE;
    for (Deliver deliver : delivered) {
      commands.add(new AckMessage(QUEUE, deliver.message().id(), deliver.lease()));
      handedOver = deliver.lease();
    }
    commands.add(enqueueOf(keys));
    credit += keys.size();
    commands.add(new GrantCredit(QUEUE, CONSUMER, credit, handedOver));
    apply(commands);
    return delivered.size();
  }

  private EnqueueMessages enqueueOf(List<MessageKeys> keys) {
    List<NewMessage> batch = new ArrayList<>(keys.size());
    for (MessageKeys key : keys) {
      messages++;
      batch.add(
          new NewMessage(
              new MessageId(messages, messages * 31),
              key.fairness(),
              1,
              key.throttle(),
              0,
              payload));
    }
    return new EnqueueMessages(QUEUE, batch);
  }

  private void apply(List<Command> commands) {
    index++;
    nowMicros += MICROS_PER_ENTRY;
    Applied applied =
        machine.apply(new Entry(index, 1, new Proposal(1, index, nowMicros, commands)));
    delivered.clear();
    for (Effect effect : applied.effects()) {
      if (effect instanceof Deliver deliver) {
        delivered.add(deliver);
      }
    }
  }

  /**
   * What a message is enqueued under.
   *
   * @param fairness its fairness key
   * @param throttle its throttle keys
   */
  record MessageKeys(String fairness, List<String> throttle) {}
}
