package dev.vez.engine.telemetry;

import dev.vez.domain.command.AckMessage;
import dev.vez.domain.command.AckMessages;
import dev.vez.domain.command.Command;
import dev.vez.domain.command.EnqueueMessages;
import dev.vez.domain.command.Entry;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.effect.Deliver;
import dev.vez.domain.effect.Effect;
import dev.vez.domain.effect.LeasesExpired;
import dev.vez.domain.effect.RedriveDone;
import dev.vez.domain.effect.TokensAsked;
import dev.vez.domain.effect.TurnsTaken;
import dev.vez.domain.id.QueueId;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.AcksJudged;
import dev.vez.domain.outcome.DeadLettered;
import dev.vez.domain.outcome.Enqueued;
import dev.vez.domain.outcome.EnqueuesJudged;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.scheduling.Clock;
import dev.vez.ports.telemetry.QueueEvent;
import dev.vez.ports.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what entries of this node's own terms have done to messages. May be used by any thread. */
public final class QueueMeter {

  /** What one entry did to one queue. */
  private static final class Tally {
    private final Map<QueueEvent, Long> messages = new EnumMap<>(QueueEvent.class);

    void add(QueueEvent event, long count) {
      messages.merge(event, count, Long::sum);
    }
  }

  private final Telemetry telemetry;
  private final Function<QueueId, @Nullable String> names;
  private final Clock clock;

  /**
   * A meter of one node.
   *
   * @param names name of a queue, none where it is gone
   */
  public QueueMeter(Telemetry telemetry, Function<QueueId, @Nullable String> names, Clock clock) {
    this.telemetry = telemetry;
    this.names = names;
    this.clock = clock;
  }

  /**
   * What is to be told of an entry, once it is durable.
   *
   * @return none where there is nothing to tell
   */
  public @Nullable Runnable of(Entry entry, Applied applied) {
    if (telemetry.equals(Telemetry.NONE)) {
      return null; // Not worth the counting, on the path of every message.
    }
    Map<QueueId, Tally> tallies = new LinkedHashMap<>();
    List<Command> commands = entry.proposal().commands();
    for (int i = 0; i < commands.size(); i++) {
      count(commands.get(i), applied.outcomes().get(i), tallies);
    }
    List<Deliver> deliveries = new ArrayList<>();
    List<TurnsTaken> turns = new ArrayList<>();
    List<TokensAsked> tokens = new ArrayList<>();
    for (Effect effect : applied.effects()) {
      if (effect instanceof Deliver deliver) {
        deliveries.add(deliver);
        of(deliver.queue(), tallies).add(QueueEvent.LEASED, 1);
      } else if (effect instanceof RedriveDone done && done.moved() > 0) {
        of(done.queue(), tallies).add(QueueEvent.REDRIVEN, done.moved());
      } else if (effect instanceof LeasesExpired(var queue, var expired, var deadLettered)) {
        Tally tally = of(queue, tallies);
        tally.add(QueueEvent.EXPIRED, expired);
        if (deadLettered > 0) {
          tally.add(QueueEvent.DEAD_LETTERED, deadLettered);
        }
      } else if (effect instanceof TurnsTaken taken) {
        turns.add(taken);
      } else if (effect instanceof TokensAsked asked) {
        tokens.add(asked);
      }
    }
    return tallies.isEmpty() && turns.isEmpty() && tokens.isEmpty()
        ? null
        : () -> {
          tell(tallies, deliveries);
          tellOfScheduling(turns, tokens);
        };
  }

  private void tellOfScheduling(List<TurnsTaken> turns, List<TokensAsked> tokens) {
    for (TurnsTaken taken : turns) {
      String name = names.apply(taken.queue());
      if (name != null) {
        telemetry.scheduled(name, taken.rounds(), taken.visits());
      }
    }
    for (TokensAsked asked : tokens) {
      if (asked.taken() > 0) {
        telemetry.throttled(asked.throttleKey(), true, asked.taken());
      }
      if (asked.refused() > 0) {
        telemetry.throttled(asked.throttleKey(), false, asked.refused());
      }
    }
  }

  private void tell(Map<QueueId, Tally> tallies, List<Deliver> deliveries) {
    tallies.forEach(
        (queue, tally) -> {
          String name = names.apply(queue);
          if (name != null) {
            tally.messages.forEach((event, count) -> telemetry.happened(event, name, count));
          }
        });
    long now = clock.wallMillis();
    for (Deliver deliver : deliveries) {
      String name = names.apply(deliver.queue());
      if (name != null) {
        telemetry.delivered(
            name,
            deliver.fairnessKey(),
            deliver.message().weight(),
            Math.max(0, now - deliver.message().enqueuedAtMillis()));
      }
    }
  }

  private static void count(Command command, Outcome outcome, Map<QueueId, Tally> tallies) {
    if (command instanceof EnqueueMessages(var queue, var messages)
        && outcome instanceof Enqueued) {
      of(queue, tallies).add(QueueEvent.ENQUEUED, messages.size());
    } else if (command instanceof EnqueueMessages enqueue
        && outcome instanceof EnqueuesJudged judged
        && judged.accepted() > 0) {
      of(enqueue.queue(), tallies).add(QueueEvent.ENQUEUED, judged.accepted());
    } else if (command instanceof AckMessage ack && outcome instanceof Acked) {
      of(ack.queue(), tallies).add(QueueEvent.ACKED, 1);
    } else if (command instanceof AckMessages acks
        && outcome instanceof AcksJudged judged
        && judged.acked() > 0) {
      of(acks.queue(), tallies).add(QueueEvent.ACKED, judged.acked());
    } else if (command instanceof NackMessage nack && outcome instanceof Nacked) {
      of(nack.queue(), tallies).add(QueueEvent.NACKED, 1);
    } else if (command instanceof NackMessage nack && outcome instanceof DeadLettered) {
      of(nack.queue(), tallies).add(QueueEvent.NACKED, 1);
      of(nack.queue(), tallies).add(QueueEvent.DEAD_LETTERED, 1);
    }
  }

  private static Tally of(QueueId queue, Map<QueueId, Tally> tallies) {
    return tallies.computeIfAbsent(queue, _ -> new Tally());
  }
}
