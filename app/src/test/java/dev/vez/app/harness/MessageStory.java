package dev.vez.app.harness;

import dev.vez.app.harness.Event.Delivered;
import dev.vez.app.harness.Event.Enqueue;
import dev.vez.app.harness.Event.EnqueueAnswered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was seen of one message. */
public final class MessageStory {

  private final Enqueue enqueue;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<SettleCall> settleCalls = new ArrayList<>();
  private @Nullable EnqueueAnswered answer;

  MessageStory(Enqueue enqueue) {
    this.enqueue = enqueue;
  }

  /** Its number. */
  public long number() {
    return enqueue.message();
  }

  /** How it was sent. */
  public Enqueue enqueue() {
    return enqueue;
  }

  /** The answer, null where none came. */
  public @Nullable EnqueueAnswered answer() {
    return answer;
  }

  /** What its producer knows; {@link Answer#UNKNOWN} where no answer came. */
  public Answer outcome() {
    return answer == null ? Answer.UNKNOWN : answer.answer();
  }

  /** In the order in which they were received, over all consumers. */
  public List<Delivery> deliveries() {
    return deliveries;
  }

  /** In the order in which they were begun, over all consumers. */
  public List<SettleCall> settleCalls() {
    return settleCalls;
  }

  void answered(EnqueueAnswered event) {
    answer = event;
  }

  void delivered(StreamStory stream, Delivered event) {
    deliveries.add(new Delivery(stream, event));
  }

  void settling(SettleCall call) {
    settleCalls.add(call);
  }

  @Override
  public String toString() {
    return "message " + number();
  }

  /** One time that it was received. */
  public record Delivery(StreamStory stream, Delivered event) {
    public long at() {
      return event.at();
    }

    public int attempts() {
      return event.attempts();
    }

    public int incarnation() {
      return stream.incarnation();
    }
  }
}
