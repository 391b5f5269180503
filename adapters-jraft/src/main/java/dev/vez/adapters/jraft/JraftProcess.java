package dev.vez.adapters.jraft;

import com.alipay.remoting.exception.CodecException;
import com.alipay.remoting.serialization.Serializer;
import com.alipay.remoting.serialization.SerializerManager;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What JRaft and Bolt keep once a process, set before any of their classes reads it. */
final class JraftProcess {

  private static final int THREADS_MAX = 256;
  private static final long IDLE_SECONDS = 10;
  private static final Set<String> GROUPS = ConcurrentHashMap.newKeySet();
  private static final ThreadPoolExecutor POOL = pool();

  static {
    // A shared pool that rejects loses callbacks, and after a rejection JRaft's proposal thread
    // appends entries twice: the groups use the pool above instead, and the others are made large.
    setUnlessSet("jraft.closure.threadpool.size.max", "1024");
    setUnlessSet("jraft.internal.closure.threadpool.size.max", "1024");
    setUnlessSet("jraft.rpc.closure.threadpool.size.max", "1024");
    // Bolt refuses to send, heartbeats included, while more than this waits for the wire.
    setUnlessSet("bolt.channel_write_buf_low_water_mark", Integer.toString(64 << 20));
    setUnlessSet("bolt.channel_write_buf_high_water_mark", Integer.toString(192 << 20));
    // Bolt logs through slf4j like everything else, and not to files in the user's home.
    setUnlessSet("sofa.middleware.log.disable", "true");
    // JRaft's own messages are protobuf. What else comes is Hessian, which builds any object.
    SerializerManager.addSerializer(SerializerManager.Hessian2, new Refusal());
    LogDatabase.register();
  }

  private JraftProcess() {}

  /** Runs what must not hold up JRaft's own threads. Never rejects; daemon threads. */
  static ThreadPoolExecutor executor() {
    return POOL;
  }

  /** Lets a group run its callbacks on {@link #executor}. Idempotent. */
  static void use(String groupId) {
    if (GROUPS.add(groupId)) {
      ThreadPoolsFactory.registerThreadPool(groupId, POOL);
    }
  }

  private static ThreadPoolExecutor pool() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        THREADS_MAX,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task ->
            Thread.ofPlatform()
                .daemon()
                .name("vez-jraft-" + number.incrementAndGet())
                .unstarted(task),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /** Reads no objects and writes none. */
  private static final class Refusal implements Serializer {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] serialize(Object object) {
      return NOTHING;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Bolt's signature.
    public <T> T deserialize(byte[] data, String className) throws CodecException {
      throw new CodecException("Expected a message of JRaft, but got a Hessian object");
    }
  }
}
