package dev.vez.app.harness;

import dev.vez.app.harness.Event.Delivered;
import dev.vez.app.harness.Event.StreamOpened;
import java.util.ArrayList;
import java.util.List;

/** One consumer's stream, which never outlives the incarnation that it was opened on. */
public final class StreamStory {

  private final StreamOpened opened;
  private final List<Delivered> deliveries = new ArrayList<>();

  StreamStory(StreamOpened opened) {
    this.opened = opened;
  }

  void delivered(Delivered event) {
    deliveries.add(event);
  }

  /** Its number. */
  public int number() {
    return opened.stream();
  }

  /** The queue. */
  public String queue() {
    return opened.queue();
  }

  /** The broker process that it is connected to. */
  public int incarnation() {
    return opened.incarnation();
  }

  /** Nothing was leased to it before. */
  public long openedAt() {
    return opened.at();
  }

  /** In the order in which they were received, which is that of their leases. */
  public List<Delivered> deliveries() {
    return deliveries;
  }
}
