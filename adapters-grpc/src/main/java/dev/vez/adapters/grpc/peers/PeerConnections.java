package dev.vez.adapters.grpc.peers;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections to one node: one for questions, and as many for streams as there must be, since a
 * server bounds what is open on one.
 */
final class PeerConnections {

  private static final int STREAMS_PER_CONNECTION = 500;
  private static final long PING_SECONDS = 30;
  private static final long PING_TIMEOUT_SECONDS = 5;

  /** A node that comes back is to be reached soon, whatever the transport has learnt before. */
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A connection with room for one more stream. */
  static final class Lease {

    private final Connection connection;
    private boolean released;

    private Lease(Connection connection) {
      this.connection = connection;
    }

    Channel channel() {
      return connection.calls;
    }

    /** Idempotent. */
    void release() {
      synchronized (connection) {
        if (!released) {
          released = true;
          connection.streams--;
        }
      }
    }
  }

  private final String address;
  private final ClusterSecret secret;
  private final int maxFrameBytes;
  private final Connection questions;
  private final List<Connection> forStreams = new ArrayList<>();
  private boolean closed;

  /**
   * Connects with the first call.
   *
   * @param address host:port
   * @throws IllegalArgumentException if it is none
   */
  PeerConnections(String address, ClusterSecret secret, int maxFrameBytes) {
    this.address = address;
    this.secret = secret;
    this.maxFrameBytes = maxFrameBytes;
    this.questions = new Connection();
  }

  Channel forQuestions() {
    return questions.ready();
  }

  synchronized Lease forStream() {
    for (Connection each : forStreams) {
      if (each.take()) {
        each.ready();
        return new Lease(each);
      }
    }
    Connection added = new Connection();
    if (closed) {
      added.channel.shutdownNow();
    }
    added.take();
    forStreams.add(added);
    return new Lease(added);
  }

  synchronized void close() {
    closed = true;
    questions.channel.shutdownNow();
    forStreams.forEach(each -> each.channel.shutdownNow());
  }

  /** One connection. */
  private final class Connection {

    private final ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .directExecutor()
            .disableRetry()
            .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(maxFrameBytes)
            .build();
    private final Channel calls = ClientInterceptors.intercept(channel, new ShowSecret());
    private final AtomicLong reconnectNanos = new AtomicLong(System.nanoTime());
    private int streams;

    synchronized boolean take() {
      if (streams >= STREAMS_PER_CONNECTION) {
        return false;
      }
      streams++;
      return true;
    }

    Channel ready() {
      if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
        long now = System.nanoTime();
        long last = reconnectNanos.get();
        if (now - last > RECONNECT_NANOS && reconnectNanos.compareAndSet(last, now)) {
          channel.resetConnectBackoff();
        }
      }
      return calls;
    }
  }

  /** Puts the secret into the headers of each call. */
  private final class ShowSecret implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          secret.put(headers);
          super.start(listener, headers);
        }
      };
    }
  }
}
