package dev.vez.ports.peers;

import dev.vez.domain.message.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that call each other in one process. All that goes between them is a task of one executor,
 * in order. Nodes can be cut off: what is asked while they are is not taken, and whose answer is on
 * its way then does not learn it.
 */
public final class InMemoryNetwork {

  private final Executor wire;
  private final Map<String, PeerService> services = new HashMap<>();
  private final Set<String> cutOff = new HashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();

  /** A question that was not answered yet. */
  private record Asked(String from, String to, CompletableFuture<PeerAnswer> answer) {}

  /**
   * A network without nodes.
   *
   * @param wire carries everything
   */
  public InMemoryNetwork(Executor wire) {
    this.wire = wire;
  }

  /** Lets a node answer at an address. */
  public void serve(String address, PeerService service) {
    services.put(address, service);
  }

  /** Nobody answers at an address any more, and what is open to it breaks. */
  public void stopServing(String address) {
    services.remove(address);
    breakOff(address);
  }

  /** Nothing reaches a node, nor comes from it, until {@link #heal}. */
  public void cutOff(String address) {
    cutOff.add(address);
    breakOff(address);
  }

  public void heal() {
    cutOff.clear();
  }

  /** The calls of a node. */
  public Peers peersOf(String address) {
    return new NodePeers(address);
  }

  private boolean isReachable(String from, String to) {
    return !cutOff.contains(from) && !cutOff.contains(to);
  }

  private void breakOff(String address) {
    for (Asked each : List.copyOf(asked)) {
      if (each.from().equals(address) || each.to().equals(address)) {
        asked.remove(each);
        each.answer().complete(new PeerAnswer.Unknown("the connection is broken"));
      }
    }
    for (Link each : List.copyOf(links)) {
      if (each.from.equals(address) || each.to.equals(address)) {
        each.breakOff();
      }
    }
  }

  private final class NodePeers implements Peers {

    private final String from;
    private boolean closed;

    NodePeers(String from) {
      this.from = from;
    }

    @Override
    public CompletionStage<PeerAnswer> ask(String to, Bytes question, long timeoutMillis) {
      CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
      Asked entry = new Asked(from, to, answer);
      asked.add(entry);
      wire.execute(() -> take(entry, question));
      return answer;
    }

    private void take(Asked entry, Bytes question) {
      PeerService service = services.get(entry.to());
      if (closed || service == null || !isReachable(from, entry.to())) {
        asked.remove(entry);
        entry.answer().complete(new PeerAnswer.NotTaken("nobody answers at " + entry.to()));
        return;
      }
      try {
        service
            .asked(question)
            .thenAccept(
                answer ->
                    wire.execute(
                        () -> {
                          if (asked.remove(entry)) {
                            entry.answer().complete(new PeerAnswer.Answered(answer));
                          }
                        }));
      } catch (IllegalArgumentException notUnderstood) {
        asked.remove(entry);
        entry.answer().complete(new PeerAnswer.NotTaken("not understood"));
      }
    }

    @Override
    public PeerStream open(String to, Bytes question, PeerStreamListener listener) {
      Link link = new Link(from, to, listener);
      links.add(link);
      wire.execute(() -> link.connect(closed, question));
      return link.near;
    }

    @Override
    public void close() {
      closed = true;
      for (Link each : List.copyOf(links)) {
        if (each.from.equals(from)) {
          each.breakOff();
        }
      }
    }
  }

  /** A stream and its two ends. */
  private final class Link {

    private final String from;
    private final String to;
    private final PeerStreamListener nearListener;
    private final PeerStream near = new End(true);
    private final PeerStream far = new End(false);
    private @Nullable PeerStreamListener farListener;
    private boolean over;

    Link(String from, String to, PeerStreamListener nearListener) {
      this.from = from;
      this.to = to;
      this.nearListener = nearListener;
    }

    void connect(boolean closed, Bytes question) {
      PeerService service = services.get(to);
      if (over) {
        return;
      }
      if (closed || service == null || !isReachable(from, to)) {
        breakOff();
        return;
      }
      try {
        farListener = service.opened(question, far);
      } catch (IllegalArgumentException notUnderstood) {
        breakOff();
      }
    }

    void breakOff() {
      if (!over) {
        over = true;
        links.remove(this);
        wire.execute(() -> nearListener.broken("cut off"));
        PeerStreamListener listener = farListener;
        if (listener != null) {
          wire.execute(() -> listener.broken("cut off"));
        }
      }
    }

    /** One end of it. */
    private final class End implements PeerStream {

      private final boolean isNear;
      private boolean closed;

      End(boolean isNear) {
        this.isNear = isNear;
      }

      @Override
      public void send(Bytes frame) {
        if (closed) {
          return;
        }
        wire.execute(
            () -> {
              PeerStreamListener listener = isNear ? farListener : nearListener;
              if (!over && listener != null) {
                listener.received(frame);
              }
            });
      }

      @Override
      public void close() {
        if (closed) {
          return;
        }
        closed = true;
        wire.execute(
            () -> {
              PeerStreamListener listener = isNear ? farListener : nearListener;
              if (!over) {
                over = true;
                links.remove(Link.this);
                if (listener != null) {
                  listener.closed();
                }
              }
            });
      }
    }
  }
}
